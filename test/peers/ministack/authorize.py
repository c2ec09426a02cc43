"""What MiniStack's enforcement of IAM (AUTH=true) must be told to judge a call as AWS does, and a record of what it decided.

It evaluates policies well: actions, resources, conditions, the policy of a bucket. What it gives the evaluator to judge is less than AWS
gives: CreateFleet is checked against the resource "*" and nothing else, so no policy that names resources can ever allow it.
"""

import contextvars
import json
import os

RECORD = "authorizations.jsonl"

_request = contextvars.ContextVar("smartscale_request", default=({}, b""))
_functions_in_vpc = set()
_own_policies = contextvars.ContextVar("smartscale_own_policies", default=None)


def judge_as_aws_does():
    from ministack.core import iam_actions, iam_evaluator

    name_resource, enforce = iam_actions.extract_resource_arn, iam_evaluator.enforce

    def name_resource_and_remember(service, method, path, headers, body, parameters, region, account):
        _request.set((parameters, body))
        return name_resource(service, method, path, headers, body, parameters, region, account)

    def enforce_all(access_key, action, service, region, resource_arn="*", service_context=None):
        parameters, body = _request.get()
        context = {**(service_context or {}), **keys_of_call(action, body), **keys_of_way(access_key, service)}
        for each_action, resource, keys in checks_of(action, parameters, region) or [(action, resource_arn, {})]:
            denied = enforce(access_key, each_action, service, region, resource_arn=resource, service_context={**context, **keys})
            if denied:
                return denied
        return None

    iam_actions.extract_resource_arn = name_resource_and_remember
    iam_evaluator.enforce = enforce_all
    functions_keep_their_vpc()
    calls_are_encrypted()
    roles_are_principals(iam_evaluator)
    record_decisions(iam_evaluator)


def checks_of(action, parameters, region):
    """The resources that AWS asks for, where they are more than the one that MiniStack names: action, resource and keys of each."""
    from ministack.core.responses import get_account_id

    own = lambda kind, name="*": f"arn:aws:ec2:{region}:{get_account_id()}:{kind}/{name}"
    if action == "ec2:TerminateInstances":
        return [(action, own("instance", name), tags_of_instance(name)) for name in numbered(parameters, "InstanceId")]
    if action == "ec2:CreateFleet":
        return checks_of_fleet(parameters, region, own)
    return None


def checks_of_fleet(parameters, region, own):
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html: CreateFleet, and what it launches."""
    from ministack.services import ec2

    spec = {
        name: ec2._p(parameters, f"LaunchTemplateConfigs.1.LaunchTemplateSpecification.{name}")
        for name in ("LaunchTemplateId", "LaunchTemplateName", "Version")
    }
    data, template, error = ec2._resolve_launch_template_data(spec)
    if error or not template:
        return None
    template_arn = own("launch-template", template["LaunchTemplateId"])
    tags = {kind: tag_keys(found) for kind, found in fleet_tags(parameters).items()}
    from_template = {each["ResourceType"]: tag_keys(each["Tags"]) for each in data.get("TagSpecifications") or []}
    subnets = numbered(parameters, "LaunchTemplateConfigs.1.Overrides", "SubnetId")
    existing = [
        f"arn:aws:ec2:{region}::image/{data['ImageId']}",
        *(own("subnet", name) for name in dict.fromkeys(subnets)),
        *(own("security-group", name) for name in data.get("SecurityGroupIds") or []),
        own("network-interface"),
    ]
    # A template that is called by its name has no id yet when the fleet is judged.
    named = template_arn if spec["LaunchTemplateId"] else own("launch-template")
    launch = {"ec2:LaunchTemplate": template_arn}
    merged = {kind: {**from_template.get(kind, {}), **tags.get(kind, {})} for kind in ("instance", "volume")}
    return [
        ("ec2:CreateFleet", own("fleet"), tags.get("fleet", {})),
        ("ec2:CreateFleet", own("instance"), tags.get("instance", {})),
        *(("ec2:CreateFleet", arn, {}) for arn in [named, own("volume"), *existing]),
        ("ec2:RunInstances", template_arn, launch),
        *(("ec2:RunInstances", own(kind), {**launch, **merged[kind]}) for kind in ("instance", "volume")),
        *(("ec2:RunInstances", arn, launch) for arn in existing),
        ("ec2:CreateTags", own("fleet"), {**tags.get("fleet", {}), "ec2:CreateAction": "CreateFleet"}),
        *(("ec2:CreateTags", own(kind), {**keys, "ec2:CreateAction": "RunInstances"}) for kind, keys in merged.items() if keys),
        *(("iam:PassRole", role, {"iam:PassedToService": "ec2.amazonaws.com"}) for role in roles_of_profile(data)),
    ]


def roles_of_profile(data):
    from ministack.services import iam

    profile = (data.get("IamInstanceProfile") or {}).get("Arn", "").rsplit("/", 1)[-1]
    names = (iam._instance_profiles.get(profile) or {}).get("Roles", [])
    return [iam._roles.get(name if isinstance(name, str) else name["RoleName"])["Arn"] for name in names]


def fleet_tags(parameters):
    """The tags of a request, by the type of resource that is to have them."""
    kinds = numbered(parameters, "TagSpecification", "ResourceType")
    tags = {}
    for index, kind in enumerate(kinds, 1):
        keys = numbered(parameters, f"TagSpecification.{index}.Tag", "Key")
        values = numbered(parameters, f"TagSpecification.{index}.Tag", "Value")
        tags[kind] = [{"Key": key, "Value": value} for key, value in zip(keys, values)]
    return tags


def tags_of_instance(name):
    """MiniStack knows the tags of an instance, but not for IAM."""
    from ministack.services import ec2

    return {f"aws:ResourceTag/{tag['Key']}": tag["Value"] for tag in ec2._tags.get(name) or []}


def tag_keys(tags):
    return {f"aws:RequestTag/{tag['Key']}": tag["Value"] for tag in tags}


def numbered(parameters, prefix, field=""):
    """The values of `Prefix.1`, `Prefix.2` ..., or of a field of each."""
    from ministack.services import ec2

    values = []
    while value := ec2._p(parameters, f"{prefix}.{len(values) + 1}" + (f".{field}" if field else "")):
        values.append(value)
    return values


def keys_of_call(action, body):
    if action != "events:PutEvents":
        return {}
    return {"events:source": [entry.get("Source", "") for entry in json.loads(body)["Entries"]]}


def keys_of_way(access_key, service):
    """A function inside the VPC reaches S3 through the gateway endpoint."""
    from ministack.services import ec2, sts

    name = (sts._sessions.get(access_key) or {}).get("Arn", "").rsplit("/", 1)[-1]
    if service != "s3" or name not in _functions_in_vpc:
        return {}
    endpoints = [each for each in ec2._vpc_endpoints.values() if each["ServiceName"].endswith(".s3")]
    return {"aws:SourceVpce": endpoints[0]["VpcEndpointId"]} if endpoints else {}


def functions_keep_their_vpc():
    """A template's VpcConfig is forgotten."""
    from ministack.services.cloudformation import provisioners

    handler = provisioners._RESOURCE_HANDLERS["AWS::Lambda::Function"]
    create = handler["create"]

    def create_and_remember(logical_id, properties, stack_name):
        name, attributes = create(logical_id, properties, stack_name)
        if properties.get("VpcConfig", {}).get("SubnetIds"):
            _functions_in_vpc.add(name)
        return name, attributes

    handler["create"] = create_and_remember


def calls_are_encrypted():
    """AWS is called over TLS; here the same calls stay on this machine."""
    from ministack import app

    pin = app.pin_request_origin
    app.pin_request_origin = lambda source_ip, _secure: pin(source_ip, True)


def roles_are_principals(iam_evaluator):
    """aws:PrincipalArn of a session is the ARN of its role."""
    resolve = iam_evaluator._resolve_condition_key

    def resolve_role(key, context):
        value = resolve(key, context)
        if key.lower() != "aws:principalarn" or ":assumed-role/" not in value:
            return value
        account, role = value.split(":")[4], value.split("/")[1]
        return f"arn:aws:iam::{account}:role/{role}"

    iam_evaluator._resolve_condition_key = resolve_role


def record_decisions(iam_evaluator):
    """A line for each check of a role's own policies: who asked for what, and which statements allow it."""
    evaluate, gather = iam_evaluator.evaluate, iam_evaluator._gather_role_policies

    def gather_and_remember(*args):
        policies = gather(*args)
        _own_policies.set(policies)
        return policies

    def evaluate_and_record(context, policies, *limits):
        result = evaluate(context, policies, *limits)
        if policies is _own_policies.get():
            statements = [each for policy in policies for each in policy]
            matching = [i for i, each in enumerate(statements) if iam_evaluator._first_match(context, [each], "Allow")]
            line = {
                "functionName": context.principal_arn.rsplit("/", 1)[-1],
                "action": context.action,
                "resource": context.resource_arn,
                "isAllowed": result.decision == "Allow",
                "statements": matching,
            }
            with open(os.path.join(os.environ["TMPDIR"], RECORD), "a", encoding="utf8") as record:
                record.write(json.dumps(line) + "\n")
        return result

    iam_evaluator._gather_role_policies = gather_and_remember
    iam_evaluator.evaluate = evaluate_and_record

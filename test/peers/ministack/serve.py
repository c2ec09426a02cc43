"""Serves MiniStack on a free port of 127.0.0.1 until its standard input ends, with what AWS does and MiniStack does not (yet) put right.

Usage: serve.py SPEED-UP-OF-SCHEDULES [--enforce-iam]. All that it writes goes below TMPDIR, a folder of its own, and goes with it.
"""

import datetime
import os
import shutil
import signal
import socket
import sys
import threading

from authorize import judge_as_aws_does

SWEEP_SECONDS = 0.25


def main():
    speed = float(sys.argv[1])
    os.setpgid(0, 0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    # Functions inherit this environment: the endpoint is theirs.
    os.environ.update(
        BIND_HOST="127.0.0.1",
        MINISTACK_HOST="127.0.0.1",
        GATEWAY_PORT=port,
        LAMBDA_EXECUTOR="local",
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
        AUTH=str("--enforce-iam" in sys.argv).lower(),
    )
    threading.Thread(target=end_with_input, daemon=True).start()
    from ministack.app import main as serve

    schedules_name_their_time(speed)
    instances_are_what_was_asked_for()
    spot_prices_are_known()
    functions_keep_to_https()
    if "--enforce-iam" in sys.argv:
        judge_as_aws_does()
    sys.argv = ["ministack"]
    serve()


def end_with_input():
    """Takes along its files, and the processes in which functions run: they are of this process's group."""
    while os.read(0, 4096):
        pass
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def schedules_name_their_time(speed):
    """AWS fills in <aws.scheduler.scheduled-time>. Schedules run faster, so that a test need not wait for minutes."""
    from ministack.services import eventbridge, scheduler

    invoke, parse = eventbridge._invoke_target, eventbridge._parse_rate_seconds

    def invoke_with_time(target, event, rule, view=None):
        if event.get("Source") == "aws.scheduler" and target.get("Input"):
            moment = datetime.datetime.fromtimestamp(event["Time"], datetime.timezone.utc)
            text = moment.isoformat(timespec="seconds").replace("+00:00", "Z")
            target = {**target, "Input": target["Input"].replace("<aws.scheduler.scheduled-time>", text)}
        return invoke(target, event, rule, view)

    def parse_faster(expression):
        seconds = parse(expression)
        return None if seconds is None else seconds / speed

    eventbridge._invoke_target = invoke_with_time
    eventbridge._parse_rate_seconds = parse_faster
    scheduler._SCHEDULE_TICK_INTERVAL = SWEEP_SECONDS


def instances_are_what_was_asked_for():
    """MiniStack puts every instance into zone a, and describes a Spot instance like any other."""
    from ministack.services import ec2

    create_fleet, launch, describe = ec2._create_fleet, ec2._launch_instances_internal, ec2._instance_xml
    asked = threading.local()

    def create_fleet_of_type(parameters):
        asked.spot = ec2._p(parameters, "TargetCapacitySpecification.DefaultTargetCapacityType") == "spot"
        try:
            return create_fleet(parameters)
        finally:
            asked.spot = False

    def launch_in_zone(*args, **options):
        created = launch(*args, **options)
        for instance in created:
            instance["Spot"] = getattr(asked, "spot", False)
            zone = ec2._subnets.get(instance["SubnetId"], {}).get("AvailabilityZone")
            if zone:
                instance["Placement"] = {**instance["Placement"], "AvailabilityZone": zone}
        return created

    def describe_with_lifecycle(instance):
        lifecycle = "<instanceLifecycle>spot</instanceLifecycle>" if instance.get("Spot") else ""
        return describe(instance).replace("</instanceId>", "</instanceId>" + lifecycle, 1)

    ec2._ACTION_MAP["CreateFleet"] = create_fleet_of_type
    ec2._launch_instances_internal = launch_in_zone
    ec2._instance_xml = describe_with_lifecycle


def spot_prices_are_known():
    """MiniStack has no history of Spot prices: here they never change."""
    from ministack.services import ec2

    def history(parameters):
        now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
        item = (
            f"<item><instanceType>{ec2._p(parameters, 'InstanceType.1')}</instanceType>"
            f"<availabilityZone>{ec2._p(parameters, 'AvailabilityZone')}</availabilityZone>"
            "<productDescription>Linux/UNIX</productDescription><spotPrice>0.0160</spotPrice>"
            f"<timestamp>{now}</timestamp></item>"
        )
        return ec2._xml(200, "DescribeSpotPriceHistoryResponse", f"<spotPriceHistorySet>{item}</spotPriceHistorySet>")

    ec2._ACTION_MAP["DescribeSpotPriceHistory"] = history


def functions_keep_to_https():
    """MiniStack sends every https request of a function to this machine to itself, in the clear: also those for another port."""
    from ministack.core import lambda_runtime

    own = 'if (host === "127.0.0.1" || host === "localhost" || host === msHost\n'
    if own not in lambda_runtime._NODEJS_WORKER_SCRIPT:
        raise RuntimeError("MiniStack's worker is not what it was: adapt serve.py")
    lambda_runtime._NODEJS_WORKER_SCRIPT = lambda_runtime._NODEJS_WORKER_SCRIPT.replace(
        own, 'if (String(options.port || msPort) === String(msPort)) ' + own
    )


if __name__ == "__main__":
    main()

/** Why SmartScale cordoned a node. */
export const CORDONED_FOR_ANNOTATION = 'smartscale.dev/cordoned-for';
/** Takes a node out of external load balancers. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const LOAD_BALANCER_EXCLUSION_LABEL = 'node.kubernetes.io/exclude-from-external-load-balancers';
export const ZONE_LABEL = 'topology.kubernetes.io/zone';
/** Any value but "false" protects; a value may be a duration. */
export const DO_NOT_DISRUPT_ANNOTATIONS = ['smartscale.dev/do-not-disrupt', 'karpenter.sh/do-not-disrupt'] as const;
/** The kubelet's own mark on the mirror of a static pod. */
export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

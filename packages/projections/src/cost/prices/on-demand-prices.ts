/**
 * USD per hour of Linux On-Demand, by region and instance type. AWS price list, read in 2025
 * (https://aws.amazon.com/ec2/pricing/on-demand/). What is not here is not known, and is told as such until it is
 * set in ON_DEMAND_PRICES.
 */
export const ON_DEMAND_PRICES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'ap-south-1': {
    't3.small': 0.0224,
    't3.medium': 0.0448,
    't3.large': 0.0896,
    't3.xlarge': 0.1792,
    't3a.small': 0.0123,
    't3a.medium': 0.0246,
    't3a.large': 0.0493,
    't3a.xlarge': 0.0986,
    'm5.large': 0.101,
    'm6i.large': 0.101,
    'c5.large': 0.085,
    'c5.xlarge': 0.17,
    'c6i.large': 0.085,
  },
  'us-east-1': {
    't3.small': 0.0208,
    't3.medium': 0.0416,
    't3.large': 0.0832,
    't3.xlarge': 0.1664,
    't3a.small': 0.0188,
    't3a.medium': 0.0376,
    't3a.large': 0.0752,
    't3a.xlarge': 0.1504,
    't4g.small': 0.0168,
    't4g.medium': 0.0336,
    't4g.large': 0.0672,
    'm5.large': 0.096,
    'm5a.large': 0.086,
    'm6a.large': 0.0864,
    'm6g.large': 0.077,
    'm6i.large': 0.096,
    'c5.large': 0.085,
    'c5.xlarge': 0.17,
  },
};

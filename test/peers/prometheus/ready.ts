/** What a Prometheus says once it answers, and where (first group). It says the two in either order. */
export const PROMETHEUS_READY = /^(?=[\s\S]*Server is ready to receive web requests)[\s\S]*"Listening on" address=(\S+)\s/;

export { authorizationFile } from './authorization-file.ts';
export { prometheusHttp } from './prometheus-http.ts';

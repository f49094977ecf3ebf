/** Ports of the server's container where nobody says others; the second is that of health and metrics, of the Service too. */
export const webhookPorts = { https: 8443, http: 8080 } as const;

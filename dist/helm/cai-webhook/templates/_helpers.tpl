{{- define "cai-webhook.fullname" -}}
{{ default "cai-webhook" .Values.fullnameOverride }}
{{- end }}

{{- define "cai-webhook.certificates.secret-name" -}}
{{ ternary (printf "%s-tls" (include "cai-webhook.fullname" $)) (printf "%s-ca" (include "cai-webhook.fullname" $)) .Values.certManager.enabled }}
{{- end }}

{{- define "cai-webhook.needs-server" -}}
{{ not (ternary .Values.image.includesServer (not (regexMatch "(^|/)node$" .Values.image.repository)) (not (kindIs "invalid" .Values.image.includesServer))) | toJson }}
{{- end }}

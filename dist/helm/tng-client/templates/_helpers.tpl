{{- define "tng-client.fullname" -}}
{{ default "tng-client" .Values.fullnameOverride }}
{{- end }}

{{- define "tng-client.is-version-set-a" -}}
{{ ternary (eq (default "" .Values.versionSet) "A") (regexMatch `^(2\.[01]\.(0|[1-9][0-9]{0,8})|2\.2\.[0-4])([-._][0-9A-Za-z._-]{0,97})?$` .Values.image.tag)
  (not (empty .Values.versionSet)) | toJson }}
{{- end }}

{{- define "tng-client.is-version-set-b" -}}
{{ ternary (eq (default "" .Values.versionSet) "B") (regexMatch
    `^(2\.2\.([6-9]|[1-9][0-9]{1,8})|2\.([3-9]|[1-9][0-9]{1,8})\.(0|[1-9][0-9]{0,8})|([3-9]|[1-9][0-9]{1,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8}))([-._][0-9A-Za-z._-]{0,97})?$`
    .Values.image.tag)
  (not (empty .Values.versionSet)) | toJson }}
{{- end }}

{{- define "tng-client.json-1" -}}
{{- if or .Values.proxy.enabled .Values.upstreams }}
add_ingress:
  {{- if .Values.proxy.enabled }}
  - http_proxy:
      proxy_listen:
        host: "0.0.0.0"
        port: {{ int64 .Values.proxy.port }}
    {{- if eq (include "tng-client.is-version-set-a" $) "true" }}
    encap_in_http: {}
    {{- end }}
    {{- if eq (include "tng-client.is-version-set-b" $) "true" }}
    ohttp: {}
    {{- end }}
    verify:
      as_addr: {{ printf "%s/attestation-service/" (trimSuffix "/" .Values.trustee.address) | quote }}
      policy_ids:
        {{- toYaml .Values.trustee.policyIds | nindent 8 }}
      {{- if or .Values.trustee.trustedCertificates.configMap .Values.trustee.trustedCertificates.secret }}
      trusted_certs_paths:
        - /etc/tng/trusted/certificates.pem
      {{- end }}
  {{- end }}
  {{- range $item := .Values.upstreams }}
  - mapping:
      in:
        host: "0.0.0.0"
        port: {{ int64 $item.servicePort }}
      out:
        host: {{ $item.host | quote }}
        port: {{ int64 $item.port }}
    {{- if eq (include "tng-client.is-version-set-a" $) "true" }}
    encap_in_http: {}
    {{- end }}
    {{- if eq (include "tng-client.is-version-set-b" $) "true" }}
    ohttp: {}
    {{- end }}
    verify:
      as_addr: {{ printf "%s/attestation-service/" (trimSuffix "/" $.Values.trustee.address) | quote }}
      policy_ids:
        {{- toYaml $.Values.trustee.policyIds | nindent 8 }}
      {{- if or $.Values.trustee.trustedCertificates.configMap $.Values.trustee.trustedCertificates.secret }}
      trusted_certs_paths:
        - /etc/tng/trusted/certificates.pem
      {{- end }}
  {{- end }}
{{- end }}
control_interface:
  restful:
    host: "0.0.0.0"
    port: 50000
{{- end }}

{{- define "tng-client.checksum-1" -}}
config.json: {{ include "tng-client.json-1" $ | fromYaml | toJson | quote }}
{{- end }}

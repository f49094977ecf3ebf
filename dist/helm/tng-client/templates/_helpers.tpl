{{- define "tng-client.default-values" -}}
"":
  "upstreams": []
  "imagePullSecrets": []
  "replicas": 2
  "drainSeconds": 15
  "nodeSelector": {}
  "tolerations": []
  "affinity": {}
  "podAnnotations": {}
  "podLabels": {}
"trustee":
  "address": "http://<trustee-ip>:8081/api"
  "policyIds": ["default"]
"trustee/trustedCertificates":
  "key": "ca.crt"
"trustee/authorities":
  "key": "ca.crt"
"proxy":
  "enabled": true
  "port": 41000
"image":
  "registry": "confidential-ai-registry.cn-shanghai.cr.aliyuncs.com"
  "repository": "product/tng"
  "tag": "2.2.4"
  "pullPolicy": "IfNotPresent"
"resources":
  "requests": {"cpu":"100m","memory":"64Mi"}
  "limits": {"memory":"256Mi"}
"service":
  "type": "ClusterIP"
  "annotations": {}
  "loadBalancerSourceRanges": []
  "ipFamilies": []
"podDisruptionBudget":
  "enabled": true
  "maxUnavailable": 1
"networkPolicy":
  "enabled": false
  "ingressFrom": []
"test": {}
"test/resources":
  "requests": {"cpu":"50m","memory":"64Mi"}
  "limits": {"cpu":"500m","memory":"256Mi"}
{{- end }}

{{- define "tng-client.without-nulls" -}}
{{- range $key, $value := . }}
{{- if kindIs "invalid" $value }}
{{- $_ := unset $ $key }}
{{- else if kindIs "map" $value }}
{{- include "tng-client.without-nulls" $value }}
{{- end }}
{{- end }}
{{- end }}

{{- define "tng-client.fill-in" -}}
{{- /* helm upgrade --reuse-values brings the values of the chart before: what came later gets its default here. */}}
{{- /* A null takes an entry of a map away; Helm keeps it where the values that it reuses lack the entry. */}}
{{- include "tng-client.without-nulls" (omit .Values "global" "enabled") }}
{{- $values := .Values }}
{{- range $path, $defaults := include "tng-client.default-values" . | fromYaml }}
{{- $section := $values }}
{{- range $key := without (splitList "/" $path) "" }}
{{- if kindIs "invalid" (index $section $key) }}
{{- $_ := set $section $key dict }}
{{- end }}
{{- $section = index $section $key }}
{{- end }}
{{- range $key, $default := $defaults }}
{{- if kindIs "invalid" (index $section $key) }}
{{- $_ := set $section $key $default }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "tng-client.fullname" -}}
{{ default "tng-client" .Values.fullnameOverride }}
{{- end }}

{{- define "tng-client.chart" -}}
{{ regexReplaceAllLiteral "[-_.]+$" (trunc 63 (printf "tng-client-%s" (regexReplaceAllLiteral "[+]" .Chart.Version "_"))) "" }}
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
      {{- if or .Values.trustee.trustedCertificates.pem .Values.trustee.trustedCertificates.configMap .Values.trustee.trustedCertificates.secret }}
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
      {{- if or $.Values.trustee.trustedCertificates.pem $.Values.trustee.trustedCertificates.configMap $.Values.trustee.trustedCertificates.secret }}
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
{{- if .Values.trustee.trustedCertificates.pem }}
trusted.pem: {{ .Values.trustee.trustedCertificates.pem | quote }}
{{- end }}
{{- if .Values.trustee.authorities.pem }}
authorities.pem: {{ .Values.trustee.authorities.pem | quote }}
{{- end }}
{{- end }}

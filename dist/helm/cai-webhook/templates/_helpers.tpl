{{- define "cai-webhook.default-values" -}}
"":
  "registry": "confidential-ai-registry.cn-shanghai.cr.aliyuncs.com/product"
  "unsafeAllowSampleEvidence": false
  "excludedNamespaces": []
  "admissionPolicy": true
  "closedNamespaces": []
  "imagePullSecrets": []
  "replicas": 2
  "hostNetwork": false
  "drainSeconds": 5
  "logLevel": "info"
  "priorityClassName": "system-cluster-critical"
  "nodeSelector": {}
  "tolerations": []
  "requireSeparateNodes": false
  "affinity": {}
  "topologySpreadConstraints": []
  "podAnnotations": {}
  "podLabels": {}
"sidecars": {}
"sidecars/aa":
  "image": "attestation-agent"
  "version": "1.3.1"
  "imagePullPolicy": "IfNotPresent"
  "command": ["/usr/local/bin/attestation-agent"]
  "resources": {"requests":{"cpu":"50m","memory":"64Mi"},"limits":{"memory":"256Mi"}}
  "securityContext": {}
"sidecars/cdh":
  "image": "confidential-data-hub"
  "version": "1.3.1"
  "imagePullPolicy": "IfNotPresent"
  "command": ["/usr/local/bin/confidential-data-hub"]
  "resources": {"requests":{"cpu":"50m","memory":"64Mi"},"limits":{"memory":"256Mi"}}
  "securityContext": {}
"sidecars/tng":
  "image": "tng"
  "version": "2.2.4"
  "imagePullPolicy": "IfNotPresent"
  "command": ["tng","launch"]
  "resources": {"requests":{"cpu":"50m","memory":"64Mi"},"limits":{"memory":"256Mi"}}
  "securityContext": {}
"sidecars/cachefs":
  "image": "cachefs"
  "version": "1.0.7-2.6.1"
  "imagePullPolicy": "IfNotPresent"
  "command": ["gocryptfs"]
  "resources": {"requests":{"cpu":"250m","memory":"512Mi"},"limits":{"memory":"2Gi"}}
  "securityContext": {}
"trustee": {}
"trustee/authorities":
  "key": "ca.crt"
"image":
  "registry": "docker.io"
  "repository": "library/node"
  "tag": "22-bookworm-slim"
  "pullPolicy": "IfNotPresent"
"certificates":
  "caLifetime": "365d"
  "lifetime": "7d"
  "caPropagationDelay": "5m"
"certManager":
  "enabled": false
"certManager/issuerRef":
  "kind": "Issuer"
  "group": "cert-manager.io"
"ports":
  "https": 8443
  "http": 8080
"resources":
  "requests": {"cpu":"100m","memory":"96Mi"}
  "limits": {"memory":"320Mi"}
"podDisruptionBudget":
  "enabled": true
  "maxUnavailable": 1
"networkPolicy":
  "enabled": false
  "ingressFrom": []
  "metricsFrom": []
"serviceMonitor":
  "enabled": false
  "intervalSeconds": 30
  "labels": {}
"alerts":
  "enabled": false
  "labels": {}
"test": {}
"test/resources":
  "requests": {"cpu":"50m","memory":"64Mi"}
  "limits": {"cpu":"500m","memory":"256Mi"}
{{- end }}

{{- define "cai-webhook.without-nulls" -}}
{{- range $key, $value := . }}
{{- if kindIs "invalid" $value }}
{{- $_ := unset $ $key }}
{{- else if kindIs "map" $value }}
{{- include "cai-webhook.without-nulls" $value }}
{{- end }}
{{- end }}
{{- end }}

{{- define "cai-webhook.fill-in" -}}
{{- /* helm upgrade --reuse-values brings the values of the chart before: what came later gets its default here. */}}
{{- /* A null takes an entry of a map away; Helm keeps it where the values that it reuses lack the entry. */}}
{{- include "cai-webhook.without-nulls" (omit .Values "global" "enabled") }}
{{- $values := .Values }}
{{- range $path, $defaults := include "cai-webhook.default-values" . | fromYaml }}
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

{{- define "cai-webhook.fullname" -}}
{{ default "cai-webhook" .Values.fullnameOverride }}
{{- end }}

{{- define "cai-webhook.chart" -}}
{{ regexReplaceAllLiteral "[-_.]+$" (trunc 63 (printf "cai-webhook-%s" (regexReplaceAllLiteral "[+]" .Chart.Version "_"))) "" }}
{{- end }}

{{- define "cai-webhook.certificates.secret-name" -}}
{{ ternary (printf "%s-tls" (include "cai-webhook.fullname" $)) (printf "%s-ca" (include "cai-webhook.fullname" $)) .Values.certManager.enabled }}
{{- end }}

{{- define "cai-webhook.needs-server" -}}
{{ not (ternary .Values.image.includesServer (not (regexMatch "(^|/)node$" .Values.image.repository)) (not (kindIs "invalid" .Values.image.includesServer))) | toJson }}
{{- end }}

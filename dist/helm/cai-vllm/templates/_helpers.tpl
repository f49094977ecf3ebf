{{- define "cai-vllm.default-values" -}}
"":
  "unsafeAllowSampleEvidence": false
  "enforceEager": false
  "enableAutoToolChoice": false
  "trustRemoteCode": false
  "extraArgs": []
  "env": []
  "gpuCount": 1
  "sharedMemory": "8Gi"
  "temporaryStorage": "2Gi"
  "drainTimeoutSeconds": 120
  "securityContext": {
    "allowPrivilegeEscalation": false,
    "capabilities": {
      "drop": [
        "ALL"
      ]
    },
    "readOnlyRootFilesystem": true,
    "runAsNonRoot": true,
    "runAsUser": 65532,
    "runAsGroup": 65532,
    "seccompProfile": {
      "type": "RuntimeDefault"
    }
  }
  "extraVolumes": []
  "extraVolumeMounts": []
  "imagePullSecrets": []
  "replicas": 1
  "nodeSelector": {"ack.aliyun.com/nvidia-driver-version":"550.144.03"}
  "tolerations": []
  "affinity": {}
  "topologySpreadConstraints": []
  "podAnnotations": {}
  "podLabels": {}
  "podSecurityContext": {}
"oss":
  "bucket": "<bucket>"
  "path": "/"
  "url": "https://oss-<region>-internal.aliyuncs.com"
  "authType": "ak"
  "capacity": "20Gi"
  "volumeAttributes": {}
  "fuseType": "ossfs"
"image":
  "registry": "docker.io"
  "repository": "vllm/vllm-openai"
  "tag": "v0.10.2"
  "pullPolicy": "IfNotPresent"
"model":
  "path": "Qwen2.5-3B-Instruct"
  "servedName": "qwen2.5-3b-instruct"
"apiKey":
  "key": "api-key"
"resources":
  "requests": {}
  "limits": {}
"probes":
  "handler": "exec"
"probes/startup":
  "periodSeconds": 10
  "timeoutSeconds": 5
  "failureThreshold": 180
"probes/readiness":
  "periodSeconds": 10
  "timeoutSeconds": 5
  "failureThreshold": 3
"probes/liveness":
  "periodSeconds": 10
  "timeoutSeconds": 5
  "failureThreshold": 3
"serviceAccount": {}
"service":
  "type": "LoadBalancer"
  "port": 8080
  "annotations": {}
  "loadBalancerSourceRanges": []
  "ipFamilies": []
"autoscaling":
  "enabled": false
  "minReplicas": 1
  "maxReplicas": 3
  "metrics": [
    {
      "type": "Pods",
      "pods": {
        "metric": {
          "name": "vllm:num_requests_waiting"
        },
        "target": {
          "type": "AverageValue",
          "averageValue": "5"
        }
      }
    }
  ]
  "behavior": {}
"podDisruptionBudget":
  "enabled": false
"networkPolicy":
  "enabled": false
  "ingressFrom": []
"serviceMonitor":
  "enabled": false
  "intervalSeconds": 30
  "labels": {}
"test": {}
"test/resources":
  "requests": {"cpu":"50m","memory":"64Mi"}
  "limits": {"cpu":"500m","memory":"256Mi"}
{{- end }}

{{- define "cai-vllm.without-nulls" -}}
{{- range $key, $value := . }}
{{- if kindIs "invalid" $value }}
{{- $_ := unset $ $key }}
{{- else if kindIs "map" $value }}
{{- include "cai-vllm.without-nulls" $value }}
{{- end }}
{{- end }}
{{- end }}

{{- define "cai-vllm.fill-in" -}}
{{- /* helm upgrade --reuse-values brings the values of the chart before: what came later gets its default here. */}}
{{- /* A null takes an entry of a map away; Helm keeps it where the values that it reuses lack the entry. */}}
{{- include "cai-vllm.without-nulls" (omit .Values "global" "enabled" "caiOptions") }}
{{- $values := .Values }}
{{- range $path, $defaults := include "cai-vllm.default-values" . | fromYaml }}
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

{{- define "cai-vllm.fullname" -}}
{{ default "cai-vllm" .Values.fullnameOverride }}
{{- end }}

{{- define "cai-vllm.chart" -}}
{{ regexReplaceAllLiteral "[-_.]+$" (trunc 63 (printf "cai-vllm-%s" (regexReplaceAllLiteral "[+]" .Chart.Version "_"))) "" }}
{{- end }}

{{- define "cai-vllm.oss.secret-name" -}}
{{ default (printf "%s-oss" (include "cai-vllm.fullname" $)) .Values.oss.existingSecret }}
{{- end }}

{{- define "cai-vllm.options-json" -}}
{{ ternary (ternary .Values.caiOptions
    (print "{\n  \"cipher-text-volume\": \"pvc-oss\",\n  \"model-decryption-key-id\": \"kbs:///default/aliyun/model-decryption-key\",\n  \"trustee-address\": "
      "\"http://<trustee-ip>:8081/api\"\n}\n")
    (not (or (kindIs "invalid" .Values.caiOptions) (eq (toString .Values.caiOptions) ""))))
  (toJson (ternary .Values.caiOptions
      (print "{\n  \"cipher-text-volume\": \"pvc-oss\",\n  \"model-decryption-key-id\": \"kbs:///default/aliyun/model-decryption-key\",\n  \"trustee-address\": "
        "\"http://<trustee-ip>:8081/api\"\n}\n")
      (not (or (kindIs "invalid" .Values.caiOptions) (eq (toString .Values.caiOptions) "")))))
  (kindIs "string" (ternary .Values.caiOptions
      (print "{\n  \"cipher-text-volume\": \"pvc-oss\",\n  \"model-decryption-key-id\": \"kbs:///default/aliyun/model-decryption-key\",\n  \"trustee-address\": "
        "\"http://<trustee-ip>:8081/api\"\n}\n")
      (not (or (kindIs "invalid" .Values.caiOptions) (eq (toString .Values.caiOptions) ""))))) }}
{{- end }}

{{- define "cai-vllm.cai-options" -}}
{{ fromJson (include "cai-vllm.options-json" $) | toJson }}
{{- end }}

{{- define "cai-vllm.oss.claim-name" -}}
{{ index (include "cai-vllm.cai-options" $ | fromJson) "cipher-text-volume" }}
{{- end }}

{{- define "cai-vllm.oss.volume-name" -}}
{{ printf "%s-%s" (regexReplaceAllLiteral "[-.]+$" (trunc 244 (printf "%s-%s" .Release.Namespace (include "cai-vllm.oss.claim-name" $))) "")
  (trunc 8 (sha256sum (toJson (list .Release.Namespace (include "cai-vllm.oss.claim-name" $))))) }}
{{- end }}

{{- define "cai-vllm.json-1" -}}
attributes:
  {{- with omit .Values.oss.volumeAttributes "bucket" "url" "path" "fuseType" "authType" "otherOpts" "roleName" "roleArn" "oidcProviderArn" "secretProviderClass" }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  bucket: {{ .Values.oss.bucket | quote }}
  url: {{ .Values.oss.url | quote }}
  path: {{ .Values.oss.path | quote }}
  fuseType: {{ .Values.oss.fuseType | quote }}
  {{- if ne .Values.oss.authType "ak" }}
  authType: {{ .Values.oss.authType | quote }}
  {{- end }}
  {{- if or .Values.oss.otherOpts (eq .Values.oss.fuseType "ossfs") }}
  otherOpts: {{ default "-o umask=022" .Values.oss.otherOpts | quote }}
  {{- end }}
  {{- if .Values.oss.roleName }}
  roleName: {{ .Values.oss.roleName | quote }}
  {{- end }}
  {{- if .Values.oss.roleArn }}
  roleArn: {{ .Values.oss.roleArn | quote }}
  {{- end }}
  {{- if .Values.oss.oidcProviderArn }}
  oidcProviderArn: {{ .Values.oss.oidcProviderArn | quote }}
  {{- end }}
  {{- if .Values.oss.secretProviderClass }}
  secretProviderClass: {{ .Values.oss.secretProviderClass | quote }}
  {{- end }}
{{- if eq .Values.oss.authType "ak" }}
secret: {{ include "cai-vllm.oss.secret-name" $ | quote }}
{{- end }}
storage: {{ .Values.oss.capacity | quote }}
{{- end }}

{{- define "cai-vllm.checksum-1" -}}
akId: {{ default "" .Values.oss.akId | quote }}
akSecret: {{ default "" .Values.oss.akSecret | quote }}
{{- end }}

{{- define "cai-vllm.has-options" -}}
{{ and (not (hasKey (include "cai-vllm.cai-options" $ | fromJson) "Error")) (not (regexMatch `^[ \t\r\n]*null[ \t\r\n]*$` (include "cai-vllm.options-json" $))) | toJson }}
{{- end }}

{{- define "cai-vllm.aa-version-in-use" -}}
{{ ternary
  (ternary (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "aa-version") "" (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "aa-version")))
    "1.3.1" (hasKey (include "cai-vllm.cai-options" $ | fromJson) "aa-version"))
  "-" (and
    (not (regexMatch "<[^<>]*>|(^|[^0-9A-Za-z])[xX]{3,}([^0-9A-Za-z]|$)" (ternary
          (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "aa-version") "" (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "aa-version")))
          "1.3.1" (hasKey (include "cai-vllm.cai-options" $ | fromJson) "aa-version"))))
    (regexMatch
      `^((0\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})|1\.[0-2]\.(0|[1-9][0-9]{0,8})|1\.3\.[01])([-._][0-9A-Za-z._-]{0,97})?|(1\.([4-9]|[1-9][0-9]{1,8})\.(0|[1-9][0-9]{0,8})|([2-9]|[1-9][0-9]{1,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8}))([-._][0-9A-Za-z._-]{0,97})?)$`
      (ternary (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "aa-version") "" (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "aa-version")))
        "1.3.1" (hasKey (include "cai-vllm.cai-options" $ | fromJson) "aa-version")))) }}
{{- end }}

{{- define "cai-vllm.cdh-version-in-use" -}}
{{ ternary
  (ternary (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "cdh-version") "" (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "cdh-version")))
    "1.3.1" (hasKey (include "cai-vllm.cai-options" $ | fromJson) "cdh-version"))
  "-" (and
    (not (regexMatch "<[^<>]*>|(^|[^0-9A-Za-z])[xX]{3,}([^0-9A-Za-z]|$)" (ternary
          (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "cdh-version") "" (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "cdh-version")))
          "1.3.1" (hasKey (include "cai-vllm.cai-options" $ | fromJson) "cdh-version"))))
    (regexMatch
      `^((0\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})|1\.[0-2]\.(0|[1-9][0-9]{0,8})|1\.3\.[01])([-._][0-9A-Za-z._-]{0,97})?|(1\.([4-9]|[1-9][0-9]{1,8})\.(0|[1-9][0-9]{0,8})|([2-9]|[1-9][0-9]{1,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8}))([-._][0-9A-Za-z._-]{0,97})?)$`
      (ternary
        (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "cdh-version") "" (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "cdh-version")))
        "1.3.1" (hasKey (include "cai-vllm.cai-options" $ | fromJson) "cdh-version")))) }}
{{- end }}

{{- define "cai-vllm.tng-version-in-use" -}}
{{ ternary
  (ternary (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "tng-version") "" (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "tng-version")))
    "2.2.4" (hasKey (include "cai-vllm.cai-options" $ | fromJson) "tng-version"))
  "-" (and
    (not (regexMatch "<[^<>]*>|(^|[^0-9A-Za-z])[xX]{3,}([^0-9A-Za-z]|$)" (ternary
          (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "tng-version") "" (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "tng-version")))
          "2.2.4" (hasKey (include "cai-vllm.cai-options" $ | fromJson) "tng-version"))))
    (regexMatch
      `^((2\.[01]\.(0|[1-9][0-9]{0,8})|2\.2\.[0-4])([-._][0-9A-Za-z._-]{0,97})?|(2\.2\.([6-9]|[1-9][0-9]{1,8})|2\.([3-9]|[1-9][0-9]{1,8})\.(0|[1-9][0-9]{0,8})|([3-9]|[1-9][0-9]{1,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8}))([-._][0-9A-Za-z._-]{0,97})?)$`
      (ternary
        (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "tng-version") "" (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "tng-version")))
        "2.2.4" (hasKey (include "cai-vllm.cai-options" $ | fromJson) "tng-version")))) }}
{{- end }}

{{- define "cai-vllm.json-2" -}}
add_ingress:
  - http_proxy:
      proxy_listen:
        host: "127.0.0.1"
        port: 41000
    {{- if regexMatch `^(2\.[01]\.(0|[1-9][0-9]{0,8})|2\.2\.[0-4])([-._][0-9A-Za-z._-]{0,97})?$` (default "2.2.4"
        (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "tng-version") "" (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "tng-version")))) }}
    encap_in_http: {}
    {{- end }}
    {{- if regexMatch
      `^(2\.2\.([6-9]|[1-9][0-9]{1,8})|2\.([3-9]|[1-9][0-9]{1,8})\.(0|[1-9][0-9]{0,8})|([3-9]|[1-9][0-9]{1,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8}))([-._][0-9A-Za-z._-]{0,97})?$`
      (default "2.2.4"
        (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "tng-version") "" (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "tng-version")))) }}
    ohttp: {}
    {{- end }}
    verify:
      as_addr: {{ printf "%s/attestation-service/" (trimSuffix "/" (ternary (index (include "cai-vllm.cai-options" $ | fromJson) "trustee-address") ""
            (kindIs "string" (index (include "cai-vllm.cai-options" $ | fromJson) "trustee-address"))))
        | quote }}
      policy_ids:
        - default
{{- end }}

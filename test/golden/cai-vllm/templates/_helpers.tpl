{{- define "cai-vllm.fullname" -}}
{{ default "cai-vllm" .Values.fullnameOverride }}
{{- end }}

{{- define "cai-vllm.oss-secret-name" -}}
{{ default (printf "%s-oss" (include "cai-vllm.fullname" $)) .Values.oss.existingSecret }}
{{- end }}

{{- define "cai-vllm.cai-options" -}}
{{ fromJson (ternary .Values.caiOptions (toJson .Values.caiOptions) (kindIs "string" .Values.caiOptions)) | toJson }}
{{- end }}

{{- define "cai-vllm.claim-name" -}}
{{ default "pvc-oss" (index (include "cai-vllm.cai-options" $ | fromJson) "cipher-text-volume") }}
{{- end }}

{{- define "cai-vllm.volume-name" -}}
{{ printf "%s-%s-%s" .Release.Namespace (include "cai-vllm.claim-name" $) (trunc 8 (sha256sum (toJson (list .Release.Namespace (include "cai-vllm.claim-name" $))))) }}
{{- end }}

{{- define "cai-vllm.checksum-1" -}}
akId: {{ default "" .Values.oss.akId | quote }}
akSecret: {{ default "" .Values.oss.akSecret | quote }}
{{- end }}

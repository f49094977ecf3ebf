{{- define "shop.fullname" -}}
{{ printf "%s-%s%s" .Release.Name .Values.currency (ternary "" (printf "-%s" (trunc 6 (sha256sum (toJson .Values.storeName)))) (eq .Values.storeName "Corner shop")) }}
{{- end }}

{{- define "shop.json-1" -}}
{{- if .Values.motto }}
motto: {{ .Values.motto | quote }}
{{- end }}
{{- if or .Values.debug .Values.shelves }}
shelves:
  {{- if .Values.debug }}
  - name: {{ .Values.storeName | quote }}
  {{- end }}
  {{- range $item := .Values.shelves }}
  - name: {{ $item.name | quote }}
    tax: {{ $.Values.taxRate | toJson }}
  {{- end }}
{{- end }}
port: {{ int64 .Values.checkout.port }}
{{- if .Values.debug }}
open:
  at: 9
{{- end }}
{{- end }}

{{- define "shop.checksum-1" -}}
name: {{ .Values.storeName | quote }}
theme:
  {{- toYaml .Values.theme | nindent 2 }}
{{- if .Values.motto }}
motto: {{ .Values.motto | quote }}
{{- end }}
max: {{ int64 (index .Values.checkout "max-items") }}
tax: {{ .Values.taxRate | toJson }}
{{- end }}

{{- define "shop.lively" -}}
{{ and .Values.debug (gt (int64 .Values.replicas) 0) | toJson }}
{{- end }}

{{- define "shop.others" -}}
{{ sortAlpha (without (keys .Values.theme) "secret") | toJson }}
{{- end }}

{{- define "shop.port" -}}
{{ .Values.checkout.targetPort | toJson }}
{{- end }}

{{- define "shop.rate" -}}
{{ .Values.taxRate | toJson }}
{{- end }}

{{- define "shop.motto" -}}
{{ default "" .Values.motto }}
{{- end }}

{{- define "shop.theme" -}}
{{ omit .Values.theme "secret" | toJson }}
{{- end }}

{{- define "shop.twice" -}}
{{ mul .Values.replicas 2 | toJson }}
{{- end }}

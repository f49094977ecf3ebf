{{- define "shop.default-values" -}}
"":
  "storeName": "Corner shop"
  "replicas": 2
  "taxRate": 0.19
  "debug": false
  "currency": "eur"
  "theme": {}
  "labels": {}
  "banners": []
  "shelves": []
  "tolerations": []
  "nodeSelector": {"kubernetes.io/os":"linux"}
  "greeting": "Hello\n  and welcome\n\nto {{ "{{" }} the }} shop\n"
"checkout":
  "port": 8080
  "targetPort": "http"
  "max-items": 100
"checkout/odd.keys":
  "back-off.base": 1.5
"payment": {}
{{- end }}

{{- define "shop.without-nulls" -}}
{{- range $key, $value := . }}
{{- if kindIs "invalid" $value }}
{{- $_ := unset $ $key }}
{{- else if kindIs "map" $value }}
{{- include "shop.without-nulls" $value }}
{{- end }}
{{- end }}
{{- end }}

{{- define "shop.fill-in" -}}
{{- /* helm upgrade --reuse-values brings the values of the chart before: what came later gets its default here. */}}
{{- /* A null takes an entry of a map away; Helm keeps it where the values that it reuses lack the entry. */}}
{{- include "shop.without-nulls" (omit .Values "global" "enabled" "catalogue") }}
{{- $values := .Values }}
{{- range $path, $defaults := include "shop.default-values" . | fromYaml }}
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

{{- define "shop.chart" -}}
{{ regexReplaceAllLiteral "[-_.]+$" (trunc 63 (printf "shop-%s" (regexReplaceAllLiteral "[+]" .Chart.Version "_"))) "" }}
{{- end }}

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

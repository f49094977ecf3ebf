# Resource policy of Trustee 1.5.2.
#
# The key broker asks it before it releases a key.
#
# input                    the claims of the token
# data["resource-path"]    the path of the key
#
# It does not rely on the attestation policy alone, which in Trustee 1.5.2 may be replaced without a password by whoever
# reaches the gateway: it demands that very policy by its hash, and then looks at the measurements itself.

package policy

import future.keywords.every
import future.keywords.if
import future.keywords.in

default allow := false

allow if {
	is_released
	input.tee == "tdx"
	has_passed
	is_tdx
	is_closed
	is_measured
	gpus_are_proved
}

# Trustee 1.5.2 writes "resource/" before the three segments, though its comments show three. Both are the same key.
is_released if {
	some resource in settings.resources
	data["resource-path"] in {resource, concat("/", ["resource", resource])}
}

has_passed if {
	is_array(input["evaluation-reports"])
	some report in input["evaluation-reports"]
	report["policy-id"] == "default"
	report["policy-hash"] in settings.attestation_policy_hashes
}

# The claims are JSON in a string.
claims := parsed if {
	text := input["tcb-status"]
	is_string(text)
	json.is_valid(text)
	parsed := json.unmarshal(text)
	is_object(parsed)
}

# A quote of TDX, and nothing else: evidence of the kind "sample" can be made by anybody.
is_tdx if claims["tdx.quote.header.tee_type"] == "81000000"

# The first byte of the attributes has the bits that open a TD to its host, such as DEBUG. All must be off.
is_closed if {
	attributes := claims["tdx.quote.body.td_attributes"]
	is_string(attributes)
	count(attributes) == 16
	startswith(attributes, "00")
}

required := {
	"tdx.quote.body.mr_td",
	"tdx.quote.body.rtmr_0",
	"tdx.quote.body.rtmr_1",
	"tdx.quote.body.rtmr_2",
}

is_measured if {
	every name in required {
		count(measurements[name]) > 0
	}
	every name, values in measurements {
		claims[name] in values
	}
}

gpus_are_proved if settings.gpu == false

# A claim "measurement" is there only if Trustee found that the report has the values that NVIDIA publishes.
gpus_are_proved if {
	settings.gpu == true
	count(gpus) > 0
	every gpu in gpus {
		claims[concat(".", ["tdx.nvidia_gpu", gpu, "cc_enabled"])] == true
		measurement := claims[concat(".", ["tdx.nvidia_gpu", gpu, "measurement"])]
		is_string(measurement)
		count(measurement) == 96
	}
}

gpus := {parts[2] |
	some name, _ in claims
	startswith(name, "tdx.nvidia_gpu.")
	parts := split(name, ".")
}

settings := {"gpu":true,"resources":["default/aliyun/model-decryption-key"],"attestation_policy_hashes":["0cf1020506f12c9b86bf5e86aa06a373a3e8346f7f17531ce9ce6e297cf9f0615f49734aaf9c65eecb35424f7ede71ad","DPECBQbxLJuGv16Gqgajc6PoNG9_F1Mc6c5uKXz58GFfSXNKr5xl7ss1Qk9-3nGt"]}

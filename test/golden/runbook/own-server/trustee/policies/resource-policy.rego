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

# Every bit of the attributes is judged, 64 of them as 8 bytes with the lowest first:
#   bit 28     SEPT_VE_DISABLE must be on: without it the host may take pages away and watch the guest stumble
#   bit 27     LASS, 30 PKS, 31 KL, 63 PERFMON may be on: they are the guest's own to use, and open nothing to the host
#   all others must be off: DEBUG (0) and the profilers (4 to 6) show the guest to the host, MIGRATABLE (29) lets its
#              memory leave the machine, TPA (62) is no guest, and what is reserved nobody can judge yet
closed_attributes := {concat("", ["000000", third, lass, "000000", perfmon, "0"]) |
	some third in ["1", "5", "9", "d"]
	some lass in ["0", "8"]
	some perfmon in ["0", "8"]
}

# Of 48 bytes. The signer of Intel's own TDX module, and of a service TD where there is none.
nobody := "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"

is_closed if {
	claims["tdx.quote.body.td_attributes"] in closed_attributes
	claims["tdx.quote.body.seam_attributes"] == "0000000000000000"
	claims["tdx.quote.body.mrsigner_seam"] == nobody
	not has_service_td
}

# A service TD may change the TD that it serves. Quotes of version 4 do not speak of it.
has_service_td if {
	served := claims["tdx.quote.body.mr_servicetd"]
	served != nobody
}

required := {
	"tdx.quote.body.mr_td",
	"tdx.quote.body.mr_config_id",
	"tdx.quote.body.mr_owner",
	"tdx.quote.body.mr_owner_config",
	"tdx.quote.body.mr_seam",
	"tdx.quote.body.rtmr_0",
	"tdx.quote.body.rtmr_1",
	"tdx.quote.body.rtmr_2",
	"tdx.quote.body.td_attributes",
	"tdx.quote.body.xfam",
}

is_measured if {
	every name in required {
		count(measurements[name]) > 0
	}
	every name, values in measurements {
		# a claim that is no text means nothing, though the same was registered
		is_string(claims[name])
		is_array(values)
		claims[name] in values
	}
}

gpus_are_proved if count(settings.gpus) == 0

# Trustee leaves out a GPU whose evidence failed, and signs all the same: so each of those that are expected must be there,
# and no other. A claim "measurement" is there only if the report has the values that NVIDIA publishes.
gpus_are_proved if {
	gpus == {index | some index in settings.gpus}
	every gpu in gpus {
		claims[concat(".", ["tdx.nvidia_gpu", gpu, "cc_enabled"])] == true
		measurement := claims[concat(".", ["tdx.nvidia_gpu", gpu, "measurement"])]
		is_string(measurement)
		count(measurement) == 96
	}
	count(uuids) == count(gpus)
}

# one GPU that is shown twice is one
uuids := {uuid |
	some gpu in gpus
	uuid := claims[concat(".", ["tdx.nvidia_gpu", gpu, "uuid"])]
	is_string(uuid)
}

gpus := {parts[2] |
	some name, _ in claims
	startswith(name, "tdx.nvidia_gpu.")
	parts := split(name, ".")
}

settings := {"gpus":[],"resources":["team-a/llm/key.v2"],"attestation_policy_hashes":["a138b5b8f4e6d5551d6f9c52691f6ad9d808048ffac77d1f2ff844bb56d88417b339bea31f3ab76c3be830d30264d4af","oTi1uPTm1VUdb5xSaR9q2dgIBI_6x30fL_hEu1bYhBezOb6jHzq3bDvoMNMCZNSv"]}

# Attestation policy "default" of Trustee 1.5.2.
#
# The attestation service asks it for every piece of evidence, whether a Pod wants a key or a client of TNG checks a
# server. Only if it allows is a token signed.
#
# input            the claims of the evidence, flat: "tdx.quote.body.mr_td" and so on
# data.reference   the reference values that were registered: a list of values for each claim
#
# The policy that Trustee comes with lets every claim pass that has no reference value. This one demands values.

package policy

import future.keywords.every
import future.keywords.if
import future.keywords.in

default allow := false

allow if {
	is_tdx
	is_closed
	is_measured
	gpus_are_proved
}

# A quote of TDX, and nothing else: evidence of the kind "sample" can be made by anybody.
is_tdx if input["tdx.quote.header.tee_type"] == "81000000"

# The first byte of the attributes has the bits that open a TD to its host, such as DEBUG. All must be off.
is_closed if {
	attributes := input["tdx.quote.body.td_attributes"]
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

# What is required has a reference value, and every reference value for TDX is met, also those that are not required.
is_measured if {
	every name in required {
		count(data.reference[name]) > 0
	}
	every name in {name | some name, _ in data.reference; startswith(name, "tdx.")} {
		input[name] in data.reference[name]
	}
}

gpus_are_proved if settings.gpu == false

# A claim "measurement" is there only if Trustee found that the report has the values that NVIDIA publishes.
gpus_are_proved if {
	settings.gpu == true
	count(gpus) > 0
	every gpu in gpus {
		input[concat(".", ["tdx.nvidia_gpu", gpu, "cc_enabled"])] == true
		measurement := input[concat(".", ["tdx.nvidia_gpu", gpu, "measurement"])]
		is_string(measurement)
		count(measurement) == 96
	}
}

gpus := {parts[2] |
	some name, _ in input
	startswith(name, "tdx.nvidia_gpu.")
	parts := split(name, ".")
}

settings := {"gpu":true}

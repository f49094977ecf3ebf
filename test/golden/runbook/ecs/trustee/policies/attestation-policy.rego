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
	input["tdx.quote.body.td_attributes"] in closed_attributes
	input["tdx.quote.body.seam_attributes"] == "0000000000000000"
	input["tdx.quote.body.mrsigner_seam"] == nobody
	not has_service_td
}

# A service TD may change the TD that it serves. Quotes of version 4 do not speak of it.
has_service_td if {
	served := input["tdx.quote.body.mr_servicetd"]
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

# What is required has a reference value, and every reference value for TDX is met, also those that are not required.
is_measured if {
	every name in required {
		count(data.reference[name]) > 0
	}
	every name in {name | some name, _ in data.reference; startswith(name, "tdx.")} {
		# a claim that is no text means nothing, though the same was registered
		is_string(input[name])
		is_array(data.reference[name])
		input[name] in data.reference[name]
	}
}

gpus_are_proved if count(settings.gpus) == 0

# Trustee leaves out a GPU whose evidence failed, and signs all the same: so each of those that are expected must be there,
# and no other. A claim "measurement" is there only if the report has the values that NVIDIA publishes.
gpus_are_proved if {
	gpus == {index | some index in settings.gpus}
	every gpu in gpus {
		input[concat(".", ["tdx.nvidia_gpu", gpu, "cc_enabled"])] == true
		measurement := input[concat(".", ["tdx.nvidia_gpu", gpu, "measurement"])]
		is_string(measurement)
		count(measurement) == 96
	}
	count(uuids) == count(gpus)
}

# one GPU that is shown twice is one
uuids := {uuid |
	some gpu in gpus
	uuid := input[concat(".", ["tdx.nvidia_gpu", gpu, "uuid"])]
	is_string(uuid)
}

gpus := {parts[2] |
	some name, _ in input
	startswith(name, "tdx.nvidia_gpu.")
	parts := split(name, ".")
}

settings := {"gpus":["0"]}

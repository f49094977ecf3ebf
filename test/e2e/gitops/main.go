// What GitOps controllers see, by their own engines: Argo CD's gitops-engine, and the module with which Flux's kustomize-controller
// applies and both of its controllers look for drift. The controllers around them are not here.
//
// usage: gitops argo-drift|helm-drift|kustomize-apply|kustomize-drift FILE
//
// FILE: a JSON list of objects, as they are wanted. Drift is printed as one JSON object a line; nothing where there is none.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/diff"
	"github.com/fluxcd/cli-utils/pkg/kstatus/polling"
	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/jsondiff"
	"github.com/fluxcd/pkg/ssa/normalize"
	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/tools/clientcmd"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

type drift struct {
	Object  string `json:"object"`
	Changes any    `json:"changes"`
}

func main() {
	ctrl.SetLogger(logr.Discard())
	if err := run(context.Background(), os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, what, file string) error {
	wanted, err := read(file)
	if err != nil {
		return err
	}
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		return err
	}
	api, err := client.New(config, client.Options{})
	if err != nil {
		return err
	}
	switch what {
	case "argo-drift":
		return argoDrift(ctx, api, wanted)
	case "helm-drift":
		return helmDrift(ctx, api, wanted)
	case "kustomize-apply":
		return kustomize(ctx, api, wanted, true)
	case "kustomize-drift":
		return kustomize(ctx, api, wanted, false)
	}
	return fmt.Errorf("unknown: %s", what)
}

func read(file string) ([]*unstructured.Unstructured, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all []map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, err
	}
	objects := make([]*unstructured.Unstructured, len(all))
	for i, content := range all {
		objects[i] = &unstructured.Unstructured{Object: content}
	}
	return objects, nil
}

func show(object client.Object, changes any) error {
	kind := object.GetObjectKind().GroupVersionKind().Kind
	name := fmt.Sprintf("%s %s/%s", kind, object.GetNamespace(), object.GetName())
	return json.NewEncoder(os.Stdout).Encode(drift{name, changes})
}

// As the application controller compares: by three ways where the object bears what was last applied, else by two.
func argoDrift(ctx context.Context, api client.Client, wanted []*unstructured.Unstructured) error {
	for _, object := range wanted {
		live := &unstructured.Unstructured{}
		live.SetGroupVersionKind(object.GroupVersionKind())
		if err := api.Get(ctx, client.ObjectKeyFromObject(object), live); err != nil {
			return err
		}
		result, err := diff.Diff(object, live, diff.WithNormalizer(diff.GetNoopNormalizer()))
		if err != nil {
			return err
		}
		if !result.Modified {
			continue
		}
		changes := map[string]json.RawMessage{"live": result.NormalizedLive, "wanted": result.PredictedLive}
		if err := show(object, changes); err != nil {
			return err
		}
	}
	return nil
}

// As helm-controller looks for drift (spec.driftDetection): a dry run of server-side apply under its own name.
func helmDrift(ctx context.Context, api client.Client, wanted []*unstructured.Unstructured) error {
	if err := normalize.UnstructuredList(wanted); err != nil {
		return err
	}
	set, err := jsondiff.UnstructuredList(ctx, api, wanted, jsondiff.FieldOwner("helm-controller"))
	if err != nil {
		return err
	}
	for _, found := range set {
		if found.Type == jsondiff.DiffTypeNone {
			continue
		}
		if err := show(found.DesiredObject, found.Patch); err != nil {
			return err
		}
	}
	return nil
}

// As kustomize-controller applies, and looks at each of its turns whether there is anything to apply.
func kustomize(ctx context.Context, api client.Client, wanted []*unstructured.Unstructured, apply bool) error {
	if err := normalize.UnstructuredList(wanted); err != nil {
		return err
	}
	owner := ssa.Owner{Field: "kustomize-controller", Group: "kustomize.toolkit.fluxcd.io"}
	manager := ssa.NewResourceManager(api, polling.NewStatusPoller(api, api.RESTMapper(), polling.Options{}), owner)
	if apply {
		_, err := manager.ApplyAllStaged(ctx, wanted, ssa.DefaultApplyOptions())
		return err
	}
	for _, object := range wanted {
		entry, live, merged, err := manager.Diff(ctx, object, ssa.DefaultDiffOptions())
		if err != nil {
			return err
		}
		if entry.Action == ssa.UnchangedAction {
			continue
		}
		if err := show(object, map[string]any{"action": entry.Action, "live": live, "merged": merged}); err != nil {
			return err
		}
	}
	return nil
}

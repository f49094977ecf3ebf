package main

import (
	"context"
	"os"

	"k8s.io/component-base/cli"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

// What an API server alone does without; builds of the other versions leave this file out.
func init() {
	programs["kube-controller-manager"] = func() { os.Exit(cli.Run(controllers.NewControllerManagerCommand())) }
	programs["kube-scheduler"] = func() { os.Exit(cli.Run(scheduler.NewSchedulerCommand())) }
	programs["kubelet"] = func() { os.Exit(cli.Run(kubelet.NewKubeletCommand(context.Background()))) }
	programs["kube-proxy"] = func() { os.Exit(cli.Run(proxy.NewProxyCommand())) }
}

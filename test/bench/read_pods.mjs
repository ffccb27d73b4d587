// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// read_pods.mjs KUBECONFIG: the informer of @kubernetes/client-node over all pods, until its copy is full and its watch is
// open. bench_real_pods runs it from a copy beside node_modules.
import * as k8s from '@kubernetes/client-node';

const config = new k8s.KubeConfig();
config.loadFromFile(process.argv[2]);
const core = config.makeApiClient(k8s.CoreV1Api);
const informer = k8s.makeInformer(config, '/api/v1/pods', () => core.listPodForAllNamespaces());
informer.on('error', (error) => {
    console.error(error);
    process.exit(1);
});
await informer.start();
console.log(informer.list().length);
process.exit(0);

// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The informer of @kubernetes/client-node in a cluster that cuts watches and forgets its history (faults.yaml): its local copy
// must come to equal the server's, through at least one cut and one 410.
import * as k8s from '@kubernetes/client-node';
import { assert, done, point, ready, until } from './points.mjs';

const config = new k8s.KubeConfig();
config.loadFromFile(ready.kubeconfig);
const core = config.makeApiClient(k8s.CoreV1Api);
const namespace = 'default';
const labelSelector = 'informed=yes';
const seen = { add: 0, update: 0, delete: 0, lists: 0, connects: 0, cuts: 0 };
const list = () => {
    seen.lists += 1;
    return core.listNamespacedConfigMap({ namespace, labelSelector });
};
const informer = k8s.makeInformer(config, `/api/v1/namespaces/${namespace}/configmaps`, list, labelSelector);
for (const verb of ['add', 'update', 'delete']) {
    informer.on(verb, () => { seen[verb] += 1; });
}
informer.on('connect', () => { seen.connects += 1; });
informer.on('error', (error) => {
    seen.cuts += 1;
    setTimeout(() => informer.start(), 100); // as its users are told to do
});
let number = 0;
const write = async () => {
    const name = `informed-${number++}`;
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels: { informed: 'yes' } }, data: { n: String(number) } } });
    await core.patchNamespacedConfigMap({ name, namespace, body: { data: { n: 'changed' } } },
        k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.MergePatch));
    if (number % 3 === 0) {
        await core.deleteNamespacedConfigMap({ name, namespace });
    }
};
const agrees = async () => {
    const server = await core.listNamespacedConfigMap({ namespace, labelSelector });
    const names = (items) => items.map((item) => `${item.metadata.name}@${item.metadata.resourceVersion}`).sort().join();
    return names(server.items) === names(informer.list(namespace));
};

await point('fills its copy', async () => {
    await write();
    await informer.start();
    await until('the copy to fill', agrees);
});
await point('follows additions, changes and deletions', async () => {
    for (let i = 0; i < 3; ++i) {
        await write();
    }
    await until('the copy to follow', agrees);
    assert.ok(seen.add >= 3 && seen.update >= 1 && seen.delete >= 1, JSON.stringify(seen));
});
await point('comes back after a cut', async () => {
    await until('a cut', async () => {
        await write();
        return seen.cuts >= 1;
    });
    await until('the copy to follow', agrees);
});
await point('lists again after a 410', async () => {
    const before = seen.lists;
    await until('another list', async () => {
        await write();
        return seen.lists > before;
    });
    await until('the copy to follow', agrees);
});
await point('equals the server in the end', async () => {
    for (let i = 0; i < 10; ++i) {
        await write();
    }
    await until('the copy to follow', agrees);
    assert.ok(seen.connects > 2 && seen.lists >= 2, JSON.stringify(seen));
});
await informer.stop();
await point('is told that an old version has expired', async () => {
    let events = [];
    await until('an answer that no cut took', async () => {
        events = [];
        await new Promise((resolve) => {
            new k8s.Watch(config).watch('/api/v1/configmaps', { resourceVersion: '1' },
                (type, object) => events.push([type, object.code, object.reason]), resolve);
        });
        return events.length > 0;
    });
    assert.deepEqual(events, [['ERROR', 410, 'Expired']]);
});
done();

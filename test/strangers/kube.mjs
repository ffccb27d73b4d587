// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// @kubernetes/client-node against the sandbox's cluster.
import { PassThrough, Readable } from 'node:stream';
import * as k8s from '@kubernetes/client-node';
import { assert, done, point, ready, refusal, until, within } from './points.mjs';

const config = new k8s.KubeConfig();
config.loadFromFile(ready.kubeconfig);
const core = config.makeApiClient(k8s.CoreV1Api);
const apps = config.makeApiClient(k8s.AppsV1Api);
const objects = k8s.KubernetesObjectApi.makeApiClient(config);
const namespace = 'strangers';
const as = (type) => k8s.setHeaderOptions('Content-Type', type);
const map = (name, data) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels: { from: 'node' } }, data });
const collected = () => {
    const stream = new PassThrough();
    stream.text = '';
    stream.on('data', (chunk) => { stream.text += chunk; });
    return stream;
};

await point('reads the kubeconfig', async () => {
    assert.equal(config.getCurrentContext(), 'demo');
    assert.match(config.getCurrentCluster().server, /^https:\/\/127\.0\.0\.1:/);
});
await point('asks for the version', async () => {
    assert.match((await config.makeApiClient(k8s.VersionApi).getCode()).gitVersion, /^v1\.32\./);
});
await point('asks for health', async () => {
    const health = new k8s.Health(config);
    assert.equal(await health.readyz({}), true);
    assert.equal(await health.livez({}), true);
});
await point('discovers groups and kinds', async () => {
    const groups = (await config.makeApiClient(k8s.ApisApi).getAPIVersions()).groups.map((group) => group.name);
    assert.ok(groups.includes('apps') && groups.includes('operators.coreos.com'), groups.join());
    assert.ok((await core.getAPIResources()).resources.some((resource) => resource.name === 'pods/exec'));
});
await point('creates and reads a namespace', async () => {
    await core.createNamespace({ body: { metadata: { name: namespace } } });
    assert.equal((await core.readNamespace({ name: namespace })).status.phase, 'Active');
});
await point('lists nodes with their types', async () => {
    const nodes = await core.listNode();
    assert.ok(nodes.items.length >= 3);
    assert.ok(nodes.items[0].metadata.creationTimestamp instanceof Date);
    assert.equal(nodes.items[0].status.conditions.find((c) => c.type === 'Ready').status, 'True');
});
await point('creates, reads and replaces', async () => {
    const made = await core.createNamespacedConfigMap({ namespace, body: map('one', { a: '1' }) });
    assert.ok(made.metadata.uid && made.metadata.resourceVersion);
    const next = { ...made, data: { a: '2' } };
    const replaced = await core.replaceNamespacedConfigMap({ name: 'one', namespace, body: next });
    assert.equal(replaced.data.a, '2');
    const stale = await refusal(core.replaceNamespacedConfigMap({ name: 'one', namespace, body: next }));
    assert.equal(stale.code, 409);
    assert.equal(JSON.parse(stale.body).reason, 'Conflict');
});
await point('is told why: 404, 409, 422, 400', async () => {
    const missing = await refusal(core.readNamespacedConfigMap({ name: 'nothing', namespace }));
    assert.equal(missing.code, 404);
    assert.deepEqual(JSON.parse(missing.body).details, { name: 'nothing', kind: 'configmaps' });
    assert.equal((await refusal(core.createNamespacedConfigMap({ namespace, body: map('one', {}) }))).code, 409);
    const invalid = await refusal(core.createNamespacedConfigMap({ namespace, body: map('A_b', {}) }));
    assert.equal(invalid.code, 422);
    assert.equal(JSON.parse(invalid.body).details.causes[0].field, 'metadata.name');
    assert.equal((await refusal(core.listNamespacedPod({ namespace, labelSelector: 'a in (' }))).code, 400);
});
await point('patches: merge, JSON, strategic', async () => {
    const patch = (type, body) => core.patchNamespacedConfigMap({ name: 'one', namespace, body }, as(type));
    assert.equal((await patch(k8s.PatchStrategy.MergePatch, { data: { b: 'merge' } })).data.b, 'merge');
    assert.equal((await patch(k8s.PatchStrategy.JsonPatch, [{ op: 'add', path: '/data/c', value: 'json' }])).data.c, 'json');
    const last = await patch(k8s.PatchStrategy.StrategicMergePatch, { data: { d: 'strategic', b: null } });
    assert.deepEqual(last.data, { a: '2', c: 'json', d: 'strategic' });
});
await point('patches a list by its merge key', async () => {
    const container = (name, image) => ({ name, image });
    await core.createNamespacedPod({ namespace,
        body: { metadata: { name: 'merged' }, spec: { containers: [container('a', 'x:1'), container('b', 'y:1')] } } });
    const patched = await core.patchNamespacedPod({ name: 'merged', namespace,
        body: { spec: { containers: [container('b', 'y:2')] } } }, as(k8s.PatchStrategy.StrategicMergePatch));
    assert.deepEqual(patched.spec.containers.map((c) => c.image), ['x:1', 'y:2']);
});
await point('applies, conflicts and forces', async () => {
    const apply = (manager, value, force) => core.patchNamespacedConfigMap({ name: 'applied', namespace, fieldManager: manager, force,
        body: map('applied', { key: value }) }, as(k8s.PatchStrategy.ServerSideApply));
    assert.equal((await apply('first', '1')).metadata.managedFields[0].operation, 'Apply');
    const conflict = await refusal(apply('second', '2'));
    assert.equal(conflict.code, 409);
    const cause = JSON.parse(conflict.body).details.causes[0];
    assert.deepEqual([cause.reason, cause.field], ['FieldManagerConflict', '.data.key']);
    assert.equal((await apply('second', '2', true)).data.key, '2');
});
await point('tries without doing', async () => {
    await core.createNamespacedConfigMap({ namespace, dryRun: 'All', body: map('ghost', {}) });
    assert.equal((await refusal(core.readNamespacedConfigMap({ name: 'ghost', namespace }))).code, 404);
    await core.deleteNamespacedConfigMap({ name: 'one', namespace, dryRun: 'All' });
    assert.equal((await core.readNamespacedConfigMap({ name: 'one', namespace })).metadata.name, 'one');
});
await point('pages a list', async () => {
    for (let i = 0; i < 5; ++i) {
        await core.createNamespacedConfigMap({ namespace, body: map(`page-${i}`, { i: String(i) }) });
    }
    const names = [];
    let token;
    let pages = 0;
    do {
        const page = await core.listNamespacedConfigMap({ namespace, limit: 2, _continue: token, labelSelector: 'from=node' });
        names.push(...page.items.map((item) => item.metadata.name));
        token = page.metadata._continue;
        pages += 1;
    } while (token);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.length >= 7 && pages >= 4, `${names.length} in ${pages}`);
});
await point('selects by fields', async () => {
    const found = await core.listNamespacedConfigMap({ namespace, fieldSelector: 'metadata.name=page-3' });
    assert.deepEqual(found.items.map((item) => item.data.i), ['3']);
});
await point('works with objects of any kind', async () => {
    const made = await objects.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'generic', namespace }, data: { a: 'b' } });
    assert.equal((await objects.read(made)).data.a, 'b');
    assert.equal((await objects.patch({ ...map('generic', { a: 'c' }) }, undefined, undefined, undefined, undefined,
        k8s.PatchStrategy.MergePatch)).data.a, 'c');
    assert.ok((await objects.list('v1', 'ConfigMap', namespace)).items.length > 1);
    await objects.delete(made);
    assert.equal((await refusal(objects.read(made))).code, 404);
    await refusal(objects.create({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x' } }));
});
await point('defines and uses a custom kind', async () => {
    const versions = [{ name: 'v1', served: true, storage: true, subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', required: ['spec'], properties: {
            spec: { type: 'object', required: ['size'], properties: { size: { type: 'integer' }, colour: { type: 'string', _default: 'blue' } } },
            status: { type: 'object', properties: { phase: { type: 'string' } } } } } } }];
    await config.makeApiClient(k8s.ApiextensionsV1Api).createCustomResourceDefinition({ body: { metadata: { name: 'toys.strangers.example' },
        spec: { group: 'strangers.example', scope: 'Namespaced', names: { plural: 'toys', kind: 'Toy' }, versions } } });
    const custom = config.makeApiClient(k8s.CustomObjectsApi);
    const where = { group: 'strangers.example', version: 'v1', namespace, plural: 'toys' };
    const toy = (name, spec) => ({ ...where, body: { apiVersion: 'strangers.example/v1', kind: 'Toy', metadata: { name }, spec } });
    assert.equal((await custom.createNamespacedCustomObject(toy('t', { size: 1 }))).spec.colour, 'blue');
    assert.equal((await refusal(custom.createNamespacedCustomObject(toy('u', {})))).code, 422);
    const status = await custom.patchNamespacedCustomObjectStatus({ ...where, name: 't', body: { status: { phase: 'Up' }, spec: { size: 9 } } },
        as(k8s.PatchStrategy.MergePatch));
    assert.deepEqual([status.status.phase, status.spec.size], ['Up', 1]);
    assert.equal((await custom.listNamespacedCustomObject(where)).items.length, 1);
});
await point('asks who may do what', async () => {
    const review = await config.makeApiClient(k8s.AuthorizationV1Api).createSelfSubjectAccessReview({
        body: { spec: { resourceAttributes: { verb: 'create', resource: 'pods', namespace } } } });
    assert.equal(review.status.allowed, true);
    const viewer = new k8s.KubeConfig();
    viewer.loadFromFile(ready.kubeconfigViewer);
    const refused = await refusal(viewer.makeApiClient(k8s.CoreV1Api).listNamespacedSecret({ namespace: 'default' }));
    assert.equal(refused.code, 403);
    assert.match(JSON.parse(refused.body).message, /^secrets is forbidden: User "viewer" cannot list resource "secrets"/);
});
await point('uses a service account\'s token', async () => {
    const account = await core.createNamespacedServiceAccountToken({ name: 'default', namespace, body: { spec: { audiences: [], expirationSeconds: 600 } } });
    const other = new k8s.KubeConfig();
    other.loadFromClusterAndUser(config.getCurrentCluster(), { name: 'robot', token: account.status.token });
    const self = await other.makeApiClient(k8s.AuthenticationV1Api).createSelfSubjectReview({ body: {} });
    assert.equal(self.status.userInfo.username, `system:serviceaccount:${namespace}:default`);
});
await point('rolls a Deployment out and scales it', async () => {
    const labels = { app: 'rolled' };
    await apps.createNamespacedDeployment({ namespace, body: { metadata: { name: 'rolled' }, spec: { replicas: 2, selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.example/rolled:1' }] } } } } });
    const available = async (wanted) => {
        const { metadata, status } = await apps.readNamespacedDeployment({ name: 'rolled', namespace });
        return status.observedGeneration === metadata.generation && status.availableReplicas === wanted && status.replicas === wanted;
    };
    await until('two pods', () => available(2));
    const scale = await apps.readNamespacedDeploymentScale({ name: 'rolled', namespace });
    scale.spec.replicas = 1;
    await apps.replaceNamespacedDeploymentScale({ name: 'rolled', namespace, body: scale });
    await until('one pod', () => available(1));
});

const pod = (await core.listNamespacedPod({ namespace, labelSelector: 'app=rolled' })).items[0].metadata.name;
const run = async (command, { stdin = null, name = pod, container = 'main' } = {}) => {
    const out = collected();
    const err = collected();
    const status = await new Promise((resolve, reject) => {
        new k8s.Exec(config).exec(namespace, name, container, command, out, err, stdin, false, resolve).catch(reject);
    });
    return { status, out: out.text, err: err.text };
};
await point('runs commands and gets their status', async () => {
    const good = await run(['echo', 'hello there']);
    assert.deepEqual([good.status.status, good.out], ['Success', 'hello there\n']);
    const bad = await run(['sh', '-c', 'exit 7']);
    assert.deepEqual([bad.status.reason, bad.status.details.causes[0].reason, bad.status.details.causes[0].message],
        ['NonZeroExitCode', 'ExitCode', '7']);
    assert.match((await run(['cat', '/no/such/file'])).err, /No such file/);
});
await point('sends and receives through exec', async () => {
    const out = collected();
    const stdin = new PassThrough();
    const socket = await new k8s.Exec(config).exec(namespace, pod, 'main', ['cat'], out, collected(), stdin, false, () => {});
    stdin.write('through and back\n');
    await until('the echo', () => out.text === 'through and back\n');
    socket.close();
});
await point('is refused a wrong container and a wrong pod', async () => {
    assert.match(String((await refusal(run(['ls'], { container: 'nothing' }))).message), /400/);
    assert.match(String((await refusal(run(['ls'], { name: 'nothing' }))).message), /404/);
});
await point('reads and follows a log', async () => {
    const seeded = (await core.listPodForAllNamespaces({ labelSelector: 'name=osc-rpm-install' })).items; // none before a set-up
    assert.equal(seeded.length, 0);
    assert.equal(typeof (await core.readNamespacedPodLog({ name: pod, namespace })), 'string');
    const lines = collected();
    const follow = await new k8s.Log(config).log(namespace, pod, 'main', lines, { follow: true });
    await core.deleteNamespacedPod({ name: pod, namespace });
    await within(20_000, 'the end of the log', new Promise((resolve) => lines.once('finish', resolve).once('close', resolve)));
    follow.abort();
    assert.match(String((await refusal(core.readNamespacedPodLog({ name: 'nothing', namespace }))).message), /404/);
});
await point('watches with a selector', async () => {
    const seen = [];
    const from = (await core.listNamespacedConfigMap({ namespace })).metadata.resourceVersion;
    const request = await new k8s.Watch(config).watch(`/api/v1/namespaces/${namespace}/configmaps`,
        { labelSelector: 'watched=yes', resourceVersion: from, allowWatchBookmarks: true },
        (type, object) => seen.push(`${type} ${object.metadata.name ?? ''}`), () => {});
    const watched = map('watched', { a: '1' });
    watched.metadata.labels = { watched: 'yes' };
    await core.createNamespacedConfigMap({ namespace, body: watched });
    await core.createNamespacedConfigMap({ namespace, body: map('unseen', {}) });
    await core.patchNamespacedConfigMap({ name: 'watched', namespace, body: { metadata: { labels: { watched: 'no' } } } }, as(k8s.PatchStrategy.MergePatch));
    await until('the events', () => seen.some((line) => line.startsWith('DELETED')));
    request.abort();
    assert.deepEqual(seen.filter((line) => !line.startsWith('BOOKMARK')), ['ADDED watched', 'DELETED watched']);
});
await point('evicts within a budget', async () => {
    await until('the pod to run', async () => (await core.readNamespacedPod({ name: 'merged', namespace })).status.phase === 'Running');
    await core.patchNamespacedPod({ name: 'merged', namespace, body: { metadata: { labels: { guarded: 'yes' } } } }, as(k8s.PatchStrategy.MergePatch));
    const policy = config.makeApiClient(k8s.PolicyV1Api);
    await policy.createNamespacedPodDisruptionBudget({ namespace,
        body: { metadata: { name: 'guard' }, spec: { minAvailable: 1, selector: { matchLabels: { guarded: 'yes' } } } } });
    await until('the budget', async () => (await policy.readNamespacedPodDisruptionBudget({ name: 'guard', namespace })).status.currentHealthy === 1);
    const evict = () => core.createNamespacedPodEviction({ name: 'merged', namespace, body: { metadata: { name: 'merged', namespace } } });
    const busy = await refusal(evict());
    assert.equal(busy.code, 429);
    assert.equal(JSON.parse(busy.body).details.causes[0].reason, 'DisruptionBudget');
    await policy.deleteNamespacedPodDisruptionBudget({ name: 'guard', namespace });
    await evict();
});
await point('deletes a collection and a namespace', async () => {
    await core.deleteCollectionNamespacedConfigMap({ namespace, labelSelector: 'from=node' });
    assert.equal((await core.listNamespacedConfigMap({ namespace, labelSelector: 'from=node' })).items.length, 0);
    await core.deleteNamespace({ name: namespace });
    await until('the namespace to be gone', async () => {
        try {
            await core.readNamespace({ name: namespace });
            return false;
        } catch (error) {
            return error.code === 404;
        }
    });
});
await point('is refused what is not there', async () => {
    assert.equal((await refusal(config.makeApiClient(k8s.AutoscalingV2Api).listNamespacedHorizontalPodAutoscaler({ namespace }))).code, 404);
    await refusal(new k8s.Metrics(config).getNodeMetrics());
    const shop = (await core.listNamespacedPod({ namespace: 'shop' })).items[0].metadata.name;
    const forward = new k8s.PortForward(config);
    const out = collected();
    assert.match(String((await refusal(forward.portForward('shop', shop, [80], out, null, Readable.from([])))).message), /501/);
});
done();

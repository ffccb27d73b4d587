// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// createRequest of ibm-cloud-sdk-core against the sandbox's containers and VPC APIs, which have no SDK on npm.
import { createRequire } from 'node:module';
import { apiKey, assert, done, point, ready, refusal, until } from './points.mjs';

const require = createRequire(import.meta.url);
const { BaseService, IamAuthenticator } = require('ibm-cloud-sdk-core');

const authenticator = new IamAuthenticator({ apikey: apiKey, url: ready.endpoints.iam });
const call = (serviceUrl, defaults = {}) => {
    const service = new BaseService({ authenticator, serviceUrl });
    return (method, url, { query = {}, body, headers = {} } = {}) => service.createRequest({
        options: { url, method, qs: { ...defaults, ...query }, body },
        defaultOptions: { serviceUrl, headers: { Accept: 'application/json', ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers } },
    });
};
const containers = call(ready.endpoints.containers);
const vpcOf = (region) => call(ready.endpoints.vpc.replace('{region}', region), { version: '2025-04-08', generation: 2 });

let cluster;
await point('containers: lists clusters and reads one', async () => {
    const { result } = await containers('GET', '/v2/vpc/getClusters', { query: { provider: 'vpc-gen2' } });
    const found = result.find((one) => one.name === ready.cluster);
    assert.ok(found && found.type === 'openshift', JSON.stringify(result).slice(0, 300));
    cluster = (await containers('GET', '/v2/getCluster', { query: { cluster: found.id } })).result;
    assert.ok(cluster.vpcs.length === 1 && cluster.region && cluster.lifecycle.masterState === 'deployed');
});
await point('containers: says what is not there', async () => {
    const missing = await refusal(containers('GET', '/v2/getCluster', { query: { cluster: 'nothing' } }));
    assert.equal(missing.status, 404);
    assert.equal(missing.result.code, 'G0004');
    assert.ok(missing.result.incidentID && missing.result.description);
});
await point('containers: lists workers', async () => {
    const { result } = await containers('GET', '/v2/vpc/getWorkers', { query: { cluster: cluster.id } });
    assert.ok(result.length >= 3 && result.every((worker) => worker.id && worker.health), JSON.stringify(result).slice(0, 300));
});
await point('containers: hands out a kubeconfig', async () => {
    const { result } = await containers('POST', '/v2/applyRBACAndGetKubeconfig', { body: { cluster: cluster.id, admin: true, format: 'yaml' }, headers: { Accept: 'application/yaml' } });
    assert.match(typeof result === 'string' ? result : JSON.stringify(result), /clusters/);
});
const vpc = vpcOf(cluster.region);
await point('VPC: needs version and generation', async () => {
    const refused = await refusal(call(ready.endpoints.vpc.replace('{region}', cluster.region))('GET', '/vpcs'));
    assert.equal(refused.status, 400);
    assert.ok(refused.result.errors[0].code && refused.result.trace, JSON.stringify(refused.result));
});
await point('VPC: reads what the cluster stands on', async () => {
    assert.equal((await vpc('GET', `/vpcs/${cluster.vpcs[0]}`)).result.id, cluster.vpcs[0]);
    const { result } = await vpc('GET', '/subnets', { query: { 'vpc.id': cluster.vpcs[0] } });
    assert.ok(result.subnets.length > 0 && result.subnets[0].zone.name);
    const missing = await refusal(vpc('GET', '/vpcs/nothing'));
    assert.equal(missing.status, 404);
    assert.ok(missing.message && missing.result.errors[0].code, JSON.stringify(missing.result));
});
await point('VPC: lists profiles with confidential computing', async () => {
    const { result } = await vpc('GET', '/instance/profiles');
    assert.ok(result.profiles.some((profile) => profile.confidential_compute_modes?.values?.includes('tdx')));
});
await point('VPC: pages by start and limit', async () => {
    for (let i = 0; i < 3; ++i) {
        await vpc('POST', '/keys', { body: { name: `stranger-${i}`, type: 'ed25519', public_key: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'B'.repeat(42)}${i} x` } });
    }
    const names = [];
    let start;
    let pages = 0;
    do {
        const { result } = await vpc('GET', '/keys', { query: { limit: 1, ...(start ? { start } : {}) } });
        names.push(...result.keys.map((key) => key.name));
        start = result.next ? new URL(result.next.href).searchParams.get('start') : undefined;
        pages += 1;
    } while (start);
    assert.ok(pages >= 3 && new Set(names).size === names.length && names.includes('stranger-2'), names.join());
});
await point('VPC: refuses a name that is taken', async () => {
    const taken = await refusal(vpc('POST', '/keys', { body: { name: 'stranger-0', type: 'ed25519', public_key: 'ssh-ed25519 AAAA y' } }));
    assert.ok(taken.status === 409 || taken.status === 400, String(taken.status));
    assert.ok(taken.result.errors[0].target, JSON.stringify(taken.result));
});
await point('VPC: imports an image and waits for it', async () => {
    const made = await vpc('POST', '/images', { body: { name: 'stranger-image', file: { href: `cos://${cluster.region}/bucket/image.qcow2` },
        operating_system: { name: 'red-9-amd64' }, resource_group: { id: cluster.resourceGroup } } });
    assert.equal(made.status, 201);
    assert.equal(made.result.status, 'pending');
    await until('the image', async () => (await vpc('GET', `/images/${made.result.id}`)).result.status === 'available');
    assert.equal((await vpc('DELETE', `/images/${made.result.id}`)).status, 202);
});
done();

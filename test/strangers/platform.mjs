// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// @ibm-cloud/platform-services against the sandbox's account: identity, policies, resource groups, catalog, tags, search.
import { createRequire } from 'node:module';
import { apiKey, assert, done, point, ready, refusal, until } from './points.mjs';

const require = createRequire(import.meta.url);
const { IamAuthenticator, BearerTokenAuthenticator, NoAuthAuthenticator } = require('ibm-cloud-sdk-core');
const IamIdentityV1 = require('@ibm-cloud/platform-services/iam-identity/v1');
const IamPolicyManagementV1 = require('@ibm-cloud/platform-services/iam-policy-management/v1');
const ResourceManagerV2 = require('@ibm-cloud/platform-services/resource-manager/v2');
const GlobalCatalogV1 = require('@ibm-cloud/platform-services/global-catalog/v1');
const GlobalSearchV2 = require('@ibm-cloud/platform-services/global-search/v2');
const GlobalTaggingV1 = require('@ibm-cloud/platform-services/global-tagging/v1');

const { endpoints } = ready;
const authenticator = new IamAuthenticator({ apikey: apiKey, url: endpoints.iam });
const service = (Service, serviceUrl, login = authenticator) => Service.newInstance({ authenticator: login, serviceUrl });
const identity = service(IamIdentityV1, endpoints.iam);
const policies = service(IamPolicyManagementV1, endpoints.iam);
const groups = service(ResourceManagerV2, endpoints.resourceController);
const claims = JSON.parse(Buffer.from((await authenticator.tokenManager.getToken()).split('.')[1], 'base64url'));
const accountId = claims.account.bss;
const iamId = claims.iam_id;

await point('gets a token that is a JWT with iat and exp', async () => {
    assert.ok(claims.exp > claims.iat && accountId && iamId, JSON.stringify(claims));
});
await point('is refused with a wrong key', async () => {
    const wrong = service(IamIdentityV1, endpoints.iam, new IamAuthenticator({ apikey: 'wrong', url: endpoints.iam }));
    const error = await refusal(wrong.listApiKeys({ accountId }));
    assert.equal(error.status, 400);
    assert.match(error.message, /API key could not be found/);
});
await point('is refused without a token and with a bad one', async () => {
    for (const login of [new NoAuthAuthenticator(), new BearerTokenAuthenticator({ bearerToken: 'bad' })]) {
        assert.equal((await refusal(service(IamIdentityV1, endpoints.iam, login).listApiKeys({ accountId }))).status, 401);
    }
});
await point('finds the key it logged in with', async () => {
    const { result } = await identity.getApiKeysDetails({ iamApiKey: apiKey });
    assert.deepEqual([result.iam_id, result.account_id], [iamId, accountId]);
    assert.ok(!result.apikey, 'the secret is told once only');
});
let key;
await point('creates an API key and is told its secret once', async () => {
    const made = await identity.createApiKey({ name: 'stranger', iamId, accountId, description: 'from node' });
    assert.equal(made.status, 201);
    assert.ok(made.result.apikey);
    key = made.result;
    const read = await identity.getApiKey({ id: key.id });
    assert.ok(!read.result.apikey);
    assert.equal(read.headers.etag ?? read.result.entity_tag, key.entity_tag);
});
await point('logs in with the new key', async () => {
    const other = service(IamIdentityV1, endpoints.iam, new IamAuthenticator({ apikey: key.apikey, url: endpoints.iam }));
    assert.equal((await other.getApiKey({ id: key.id })).result.name, 'stranger');
});
await point('changes it with If-Match only', async () => {
    const change = (ifMatch) => identity.updateApiKey({ id: key.id, ifMatch, name: 'renamed' });
    const stale = await refusal(change('1-stale'));
    assert.equal(stale.status, 409);
    const { result } = await change(key.entity_tag);
    assert.deepEqual([result.name, result.entity_tag !== key.entity_tag], ['renamed', true]);
    assert.equal((await refusal(change(key.entity_tag))).status, 409);
});
await point('locks and unlocks', async () => {
    assert.equal((await identity.lockApiKey({ id: key.id })).status, 204);
    assert.equal((await refusal(identity.deleteApiKey({ id: key.id }))).status, 409);
    assert.equal((await identity.unlockApiKey({ id: key.id })).status, 204);
});
await point('pages through API keys', async () => {
    const ids = [];
    for (let i = 0; i < 5; ++i) {
        ids.push((await identity.createApiKey({ name: `page-${i}`, iamId, accountId })).result.id);
    }
    const seen = [];
    let pagetoken;
    let pages = 0;
    do {
        const { result } = await identity.listApiKeys({ accountId, iamId, pagesize: 2, pagetoken });
        seen.push(...result.apikeys.map((one) => one.id));
        pagetoken = result.next ? new URL(result.next).searchParams.get('pagetoken') : undefined;
        pages += 1;
    } while (pagetoken);
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(pages >= 3 && ids.every((id) => seen.includes(id)));
    for (const id of ids) {
        await identity.deleteApiKey({ id });
    }
});
await point('deletes a key, which then is gone', async () => {
    assert.equal((await identity.deleteApiKey({ id: key.id })).status, 204);
    const gone = await refusal(identity.getApiKey({ id: key.id }));
    assert.equal(gone.status, 404);
    assert.equal(gone.result.errors[0].message_code, 'BXNIM0102E');
    const login = await refusal(new IamAuthenticator({ apikey: key.apikey, url: endpoints.iam }).tokenManager.getToken());
    assert.equal(login.status, 400);
});
let profile;
await point('creates a trusted profile, its rule and its link', async () => {
    profile = (await identity.createProfile({ name: 'stranger', accountId })).result;
    assert.match(profile.iam_id, /^iam-Profile-/);
    assert.equal((await refusal(identity.createProfile({ name: 'stranger', accountId }))).status, 409);
    const conditions = [{ claim: 'namespace', operator: 'EQUALS', value: '"openshift-sandboxed-containers-operator"' }];
    const rule = (await identity.createClaimRule({ profileId: profile.id, type: 'Profile-CR', crType: 'ROKS_SA', name: 'rule', conditions })).result;
    assert.deepEqual((await identity.listClaimRules({ profileId: profile.id })).result.rules.map((one) => one.id), [rule.id]);
    const changed = await identity.updateClaimRule({ profileId: profile.id, ruleId: rule.id, ifMatch: rule.entity_tag, type: 'Profile-CR',
        crType: 'ROKS_SA', name: 'changed', conditions });
    assert.equal(changed.result.name, 'changed');
    assert.equal((await identity.deleteClaimRule({ profileId: profile.id, ruleId: rule.id })).status, 204);
    const link = (await identity.createLink({ profileId: profile.id, crType: 'ROKS_SA', name: 'link',
        link: { crn: 'crn:v1:bluemix:public:containers-kubernetes:eu-de:a/1:c1::', namespace: 'default' } })).result;
    assert.equal((await identity.listLinks({ profileId: profile.id })).result.links[0].id, link.id);
    assert.equal((await identity.deleteLink({ profileId: profile.id, linkId: link.id })).status, 204);
});
await point('finds a profile by its name and changes it', async () => {
    const { result } = await identity.listProfiles({ accountId, name: 'stranger' });
    assert.deepEqual(result.profiles.map((one) => one.id), [profile.id]);
    const changed = await identity.updateProfile({ profileId: profile.id, ifMatch: profile.entity_tag, description: 'new' });
    assert.equal(changed.result.description, 'new');
    assert.equal((await refusal(identity.updateProfile({ profileId: profile.id, ifMatch: profile.entity_tag, description: 'old' }))).status, 409);
});
const role = (name, kind = 'role') => ({ role_id: `crn:v1:bluemix:public:iam::::${kind}:${name}` });
const policyV1 = (serviceName) => ({ type: 'access', subjects: [{ attributes: [{ name: 'iam_id', value: profile.iam_id }] }],
    roles: [role('Editor'), role('Writer', 'serviceRole')],
    resources: [{ attributes: [{ name: 'accountId', value: accountId }, { name: 'serviceName', value: serviceName }] }] });
let policy;
await point('grants with a policy (v1)', async () => {
    const made = await policies.createPolicy(policyV1('is'));
    assert.equal(made.status, 201);
    policy = made.result;
    const read = await policies.getPolicy({ policyId: policy.id });
    assert.ok(read.headers.etag);
    assert.equal(read.result.roles.length, 2);
});
await point('is told which policy it repeats', async () => {
    const conflict = await refusal(policies.createPolicy(policyV1('is')));
    assert.equal(conflict.status, 409);
    assert.equal(conflict.result.errors[0].code, 'policy_conflict_error');
    assert.equal(conflict.result.errors[0].details.conflicts_with.policy, policy.id);
});
await point('replaces a policy with If-Match only', async () => {
    const { headers } = await policies.getPolicy({ policyId: policy.id });
    const replace = (ifMatch) => policies.replacePolicy({ policyId: policy.id, ifMatch, ...policyV1('is'), roles: [role('Viewer')] });
    assert.equal((await refusal(replace('stale'))).status, 412);
    assert.deepEqual((await replace(headers.etag)).result.roles.map((one) => one.role_id), [role('Viewer').role_id]);
    assert.equal((await refusal(replace(headers.etag))).status, 412);
});
await point('grants with a policy (v2)', async () => {
    const attribute = (k, value) => ({ key: k, operator: 'stringEquals', value });
    const made = await policies.createV2Policy({ type: 'access', control: { grant: { roles: [role('Viewer')] } },
        subject: { attributes: [attribute('iam_id', profile.iam_id)] },
        resource: { attributes: [attribute('accountId', accountId), attribute('resourceType', 'resource-group')] } });
    assert.equal(made.status, 201);
    assert.equal((await policies.getV2Policy({ id: made.result.id })).result.control.grant.roles[0].role_id, role('Viewer').role_id);
    assert.equal((await policies.deleteV2Policy({ id: made.result.id })).status, 204);
});
await point('pages through policies', async () => {
    for (let i = 0; i < 4; ++i) {
        await policies.createPolicy(policyV1(`service-${i}`));
    }
    const pager = new IamPolicyManagementV1.PoliciesPager(policies, { accountId, iamId: profile.iam_id, limit: 2 });
    const pages = [];
    while (pager.hasNext()) {
        pages.push(await pager.getNext());
    }
    assert.deepEqual(pages.map((page) => page.length), [2, 2, 1]);
    assert.ok(pages.flat().every((one) => one.subjects[0].attributes[0].value === profile.iam_id));
});
await point('is refused a wrong policy', async () => {
    const wrong = await refusal(policies.createPolicy({ ...policyV1('other'), roles: [{ role_id: 'crn:nothing' }] }));
    assert.equal(wrong.status, 400);
    assert.equal((await refusal(policies.getPolicy({ policyId: 'nothing' }))).result.errors[0].code, 'policy_not_found');
});
await point('lists the roles of a service', async () => {
    const { result } = await policies.listRoles({ accountId, serviceName: 'is' });
    assert.ok(result.system_roles.some((one) => one.display_name === 'Editor') && result.service_roles.some((one) => one.display_name === 'Writer'));
});
await point('deletes the profile', async () => {
    for (const one of (await policies.listPolicies({ accountId, iamId: profile.iam_id })).result.policies) {
        await policies.deletePolicy({ policyId: one.id });
    }
    assert.equal((await identity.deleteProfile({ profileId: profile.id })).status, 204);
    assert.equal((await refusal(identity.getProfile({ profileId: profile.id }))).status, 404);
});
await point('lists resource groups', async () => {
    const { result } = await groups.listResourceGroups({ accountId });
    const one = result.resources.find((group) => group.default);
    assert.ok(one && one.account_id === accountId && one.state === 'ACTIVE', JSON.stringify(result));
    const byName = await groups.listResourceGroups({ accountId, name: one.name });
    assert.deepEqual(byName.result.resources.map((group) => group.id), [one.id]);
    assert.equal((await groups.getResourceGroup({ id: one.id })).result.name, one.name);
    assert.equal((await refusal(groups.getResourceGroup({ id: 'nothing' }))).status, 404);
});
await point('creates, renames and deletes a resource group', async () => {
    const made = await groups.createResourceGroup({ name: 'stranger', accountId });
    assert.equal(made.status, 201);
    assert.equal((await refusal(groups.createResourceGroup({ name: 'stranger', accountId }))).status, 409);
    assert.equal((await groups.updateResourceGroup({ id: made.result.id, name: 'renamed' })).result.name, 'renamed');
    assert.equal((await groups.deleteResourceGroup({ id: made.result.id })).status, 204);
    assert.equal((await refusal(groups.getResourceGroup({ id: made.result.id }))).status, 404);
});
await point('is not let to delete a resource group in use', async () => {
    const { result } = await groups.listResourceGroups({ accountId, _default: true });
    assert.equal((await refusal(groups.deleteResourceGroup({ id: result.resources[0].id }))).status, 400);
});
await point('pages through the catalog and reads prices', async () => {
    const catalog = service(GlobalCatalogV1, endpoints.catalog);
    const page = (offset) => catalog.listCatalogEntries({ q: 'is.instance', limit: 2, offset });
    const [first, second] = [await page(0), await page(2)].map(({ result }) => result.resources.map((entry) => entry.id));
    assert.ok(first.length === 2 && second.length === 2 && !first.includes(second[0]));
    const entry = (await catalog.getCatalogEntry({ id: first[0], include: '*' })).result;
    assert.equal(entry.kind, 'instance.profile');
    const instance = entry.metadata.other.profile.measures.find((measure) => measure.component === 'instance');
    const { plan } = instance.deployments.find((deployment) => deployment.type === 'multi-tenant');
    const prices = (await catalog.getPricingDeployments({ id: plan })).result;
    assert.ok(prices.resources.some((one) => one.deployment_location === 'eu-de' && one.metrics[0].amounts[0].prices[0].price > 0));
});
await point('tags something and finds it again', async () => {
    const search = service(GlobalSearchV2, endpoints.search);
    const tagging = service(GlobalTaggingV1, endpoints.tagging);
    const crn = `crn:v1:bluemix:public:is:eu-de-1:a/${accountId}::instance:02b7_stranger`;
    const names = async () => (await tagging.listTags({ attachedTo: crn })).result.items.map((tag) => tag.name);
    const attached = await tagging.attachTag({ resources: [{ resource_id: crn }], tagNames: ['stranger:node'], tagType: 'user' });
    assert.equal(attached.result.results[0].is_error, false);
    assert.deepEqual(await names(), ['stranger:node']);
    await until('the index', async () => {
        const { result } = await search.search({ query: 'tags:"stranger:node" AND service_name:is', fields: ['crn'], accountId });
        return result.items.some((item) => item.crn === crn);
    });
    await tagging.detachTag({ resources: [{ resource_id: crn }], tagNames: ['stranger:node'] });
    assert.deepEqual(await names(), []);
    assert.equal((await refusal(search.search({ query: 'type:k8-cluster', accountId }))).status, 400);
});
done();

// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/api_server_p.h"

#include "services/base/json.h"
#include "services/sandbox/api/crd_schema.h"
#include "services/sandbox/api/defaults.h"
#include "services/sandbox/api/json_patch.h"
#include "services/sandbox/api/strategic_merge.h"
#include "services/sandbox/api/validation.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

void ApiServer::Private::patch(const WritePtr& write)
{
    const QString type = mediaType(write->request);
    if (type == "application/apply-patch+yaml"_L1) {
        apply(write);
        return;
    }
    const bool strategic = type == "application/strategic-merge-patch+json"_L1;
    if (!(type == "application/json-patch+json"_L1 || type == "application/merge-patch+json"_L1
            || (strategic && !write->kind.fromCrd))) {
        QStringList accepted { u"application/json-patch+json"_s, u"application/merge-patch+json"_s };
        if (!write->kind.fromCrd) {
            accepted.append(u"application/strategic-merge-patch+json"_s);
        }
        accepted.append(u"application/apply-patch+yaml"_s);
        write->refuse(failures::unsupportedMediaType(accepted));
        return;
    }
    const auto body = parseJson(write->request.body);
    if (!body) {
        write->refuse(failures::badRequest("error decoding patch: "_L1 + body.error().message));
        return;
    }
    const bool list = type == "application/json-patch+json"_L1;
    if (list ? !body->isArray() : !body->isObject()) {
        write->refuse(failures::badRequest(u"error decoding patch: json: cannot unmarshal the patch"_s));
        return;
    }
    const FieldType fields = typeOf(write->kind);
    update(write, [patch = *body, list, strategic, fields](const QJsonObject& current) -> Outcome<QJsonObject> {
        Result<QJsonValue> result = QJsonValue();
        if (list) {
            result = applyJsonPatch(current, patch.toArray());
        } else if (strategic) {
            const auto merged = applyStrategicPatch(current, patch.toObject(), fields);
            result = merged ? Result<QJsonValue>(*merged) : tl::unexpected(merged.error());
        } else {
            result = applyMergePatch(current, patch);
        }
        if (!result || !result->isObject()) {
            return tl::unexpected(Failure { 422, u"Invalid"_s,
                "the server rejected our request due to an error in our request"_L1
                    + (result ? QString() : ": "_L1 + result.error().message),
                {} });
        }
        return result->toObject();
    });
}

void ApiServer::Private::apply(const WritePtr& write)
{
    const auto document = parseJsonOrYaml(write->request.body);
    if (!document) {
        write->refuse(failures::badRequest("error decoding YAML: "_L1 + document.error().message));
        return;
    }
    if (param(write->request, "fieldManager"_L1).isEmpty()) {
        write->refuse(Failure { 422, u"Invalid"_s,
            u"PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"_s,
            { { "group"_L1, "meta.k8s.io"_L1 }, { "kind"_L1, "PatchOptions"_L1 },
                { "causes"_L1,
                    QJsonArray { QJsonObject { { "reason"_L1, "FieldValueRequired"_L1 },
                        { "message"_L1, "Required value: is required for apply patch"_L1 },
                        { "field"_L1, "fieldManager"_L1 } } } } } });
        return;
    }
    auto config = identified(*document, *write);
    if (!config) {
        write->refuse(config.error());
        return;
    }
    if (metadataOf(*config).contains("managedFields"_L1)) {
        write->refuse(failures::badRequest(u"metadata.managedFields must be nil"_s));
        return;
    }
    const auto decodable = checkDecodable(write->kind, *config); // data of a secret or map: before it is merged
    if (!decodable) {
        write->refuse(decodable.error());
        return;
    }
    QJsonObject wanted = *config;
    if (write->subresource == "status"_L1) {
        wanted = { { "apiVersion"_L1, config->value("apiVersion"_L1) }, { "kind"_L1, config->value("kind"_L1) },
            { "metadata"_L1, QJsonObject { { "name"_L1, write->name } } }, { "status"_L1, config->value("status"_L1) } };
    } else if (write->kind.subresources.contains("status"_L1)) {
        wanted.remove("status"_L1);
    }
    if (write->kind.plural == "secrets"_L1 && !write->kind.fromCrd) {
        wanted = withStringDataMoved(wanted); // so that the applier owns what it wrote
    }
    if (write->kind.fromCrd) {
        wanted = pruned(wanted, write->kind.schema, nullptr);
    }
    // The identity travels with the version check, not with the fields.
    const QString version = metadataOf(*config).value("resourceVersion"_L1).toString();
    wanted = with(wanted, { u"metadata"_s, u"resourceVersion"_s }, QJsonValue::Undefined);
    const bool force = flagParam(write->request, "force"_L1);
    const FieldType type = typeOf(write->kind);
    write->tracked = true;

    if (!store.find(write->resource, write->key())) {
        if (!write->subresource.isEmpty()) {
            write->refuse(failures::notFound(write->kind, write->name));
            return;
        }
        if (!version.isEmpty()) {
            write->refuse(failures::conflict(write->kind, write->name, u"StorageError: invalid object, the object does not exist"_s));
            return;
        }
        const auto fresh = applyFields({}, wanted, type, writerOf(*write), force);
        fresh ? createObject(write, *fresh) : write->refuse(fresh.error());
        return;
    }
    const auto checkUnknown = shaped(*write, *config); // unknown fields of the configuration itself
    if (!checkUnknown) {
        write->refuse(checkUnknown.error());
        return;
    }
    update(write, [this, write, wanted, type, force, version](const QJsonObject& current) -> Outcome<QJsonObject> {
        if (!version.isEmpty() && version != metadataOf(current).value("resourceVersion"_L1).toString()) {
            return tl::unexpected(failures::modified(write->kind, write->name));
        }
        return applyFields(current, wanted, type, writerOf(*write), force);
    });
}

} // namespace cocoon::sandbox

// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/rights.h"

#include "models/words/words.h"
#include "services/base/yaml.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>

namespace cocoon::setup {

using namespace Qt::StringLiterals;
using words::tr;

namespace {
    bool isReading(const QString& verb)
    {
        return verb == u"get" || verb == u"list" || verb == u"watch";
    }

    /// What goes together: to apply is to create or to patch what was read before.
    QStringList verbsWith(const Right& right)
    {
        QStringList verbs { right.verb };
        if (right.subresource.isEmpty()) {
            verbs += { u"get"_s, u"list"_s, u"watch"_s };
            if (right.verb == u"patch" || right.verb == u"create") {
                verbs += { u"create"_s, u"patch"_s };
            }
        }
        verbs.removeDuplicates();
        verbs.sort();
        return verbs;
    }

    QJsonArray rulesFor(const QList<Right>& rights)
    {
        QMap<QString, QStringList> verbs; // by group and resource
        for (const Right& right : rights) {
            const QString resource = right.subresource.isEmpty() ? right.resource : right.resource + u'/' + right.subresource;
            QStringList& all = verbs[right.group + u'\n' + resource];
            all += verbsWith(right);
            all.removeDuplicates();
            all.sort();
        }
        QJsonArray rules;
        for (auto it = verbs.cbegin(); it != verbs.cend(); ++it) {
            rules.append(QJsonObject { { u"apiGroups"_s, QJsonArray { it.key().section(u'\n', 0, 0) } }, { u"resources"_s, QJsonArray { it.key().section(u'\n', 1) } },
                { u"verbs"_s, QJsonArray::fromStringList(it.value()) } });
        }
        return rules;
    }

    QByteArray document(const QString& kind, const QString& ns, const QJsonObject& rest)
    {
        QJsonObject metadata { { u"name"_s, u"cocoon-setup"_s } };
        if (!ns.isEmpty()) {
            metadata.insert(u"namespace"_s, ns);
        }
        QJsonObject object = rest;
        object.insert(u"apiVersion"_s, u"rbac.authorization.k8s.io/v1"_s);
        object.insert(u"kind"_s, kind);
        object.insert(u"metadata"_s, metadata);
        return toYaml(object);
    }
}

QString Right::text() const
{
    QString what = subresource.isEmpty() ? resource : resource + u'/' + subresource;
    if (!group.isEmpty()) {
        what += u'.' + group;
    }
    return ns.isEmpty() ? u"%1 %2"_s.arg(verb, what) : tr("%1 %2 in %3").arg(verb, what, ns);
}

Rights rightsOf(const world::World& world)
{
    Rights rights;
    int changes = 0;
    int allowed = 0;
    const QStringList keys = world.keys();
    for (const QString& key : keys) {
        const world::Query query = world::Query::fromKey(key);
        if (query.kind != "kube.canI"_L1) {
            continue;
        }
        const world::Answer answer = world.answer(query);
        if (answer.state != world::Answer::State::Known) {
            continue;
        }
        const Right right { query.args.value(0), query.args.value(1), query.args.value(2), query.args.value(3), query.args.value(4) };
        if (!isReading(right.verb)) {
            ++changes;
            allowed += answer.value.toBool() ? 1 : 0;
        }
        if (!answer.value.toBool()) {
            rights.missing.append(right);
        }
    }
    rights.isLookingOnly = changes > 0 && allowed == 0;
    return rights;
}

QByteArray roleFor(const QList<Right>& missing, const QString& user)
{
    QMap<QString, QList<Right>> byNamespace;
    for (const Right& right : missing) {
        byNamespace[right.ns].append(right);
    }
    const QJsonArray subjects { QJsonObject { { u"apiGroup"_s, u"rbac.authorization.k8s.io"_s }, { u"kind"_s, u"User"_s }, { u"name"_s, user } } };
    QList<QByteArray> documents;
    for (auto it = byNamespace.cbegin(); it != byNamespace.cend(); ++it) {
        const QString kind = it.key().isEmpty() ? u"ClusterRole"_s : u"Role"_s;
        documents.append(document(kind, it.key(), { { u"rules"_s, rulesFor(it.value()) } }));
        const QJsonObject reference { { u"apiGroup"_s, u"rbac.authorization.k8s.io"_s }, { u"kind"_s, kind }, { u"name"_s, u"cocoon-setup"_s } };
        documents.append(document(kind + u"Binding"_s, it.key(), { { u"roleRef"_s, reference }, { u"subjects"_s, subjects } }));
    }
    return documents.join("---\n");
}

} // namespace cocoon::setup

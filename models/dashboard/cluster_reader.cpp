// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/cluster_reader.h"

#include "models/words/words.h"
#include "services/base/json.h"
#include "services/kube/client.h"
#include "services/kube/object.h"

#include <algorithm>
#include <cmath>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;
using words::tr;

namespace {
    constexpr int kPage = 500;
    constexpr qsizetype kLongestAnnotation = 256; ///< what stands in a column
    constexpr qsizetype kLongestHarmless = 63; ///< of a Secret's annotation: as long as a label

    kube::Resource resourceOf(const KindInfo& kind)
    {
        return { kind.group, kind.version, kind.plural, kind.kind, kind.isNamespaced };
    }

    QDateTime when(const QJsonValue& text)
    {
        return QDateTime::fromString(text.toString(), Qt::ISODateWithMs);
    }

    QString cellText(const QJsonValue& cell)
    {
        if (cell.isDouble()) {
            const double number = cell.toDouble();
            return number == std::floor(number) ? QString::number(static_cast<qint64>(number)) : QString::number(number);
        }
        return cell.isBool() ? (cell.toBool() ? u"true"_s : u"false"_s) : cell.toString();
    }

    /// The values of a Secret, as it has them and in clear.
    QStringList valuesOf(const QJsonObject& secret)
    {
        QStringList values;
        for (const QJsonValue& value : secret.value("data"_L1).toObject()) {
            values.append({ value.toString(), QString::fromUtf8(QByteArray::fromBase64(value.toString().toUtf8())) });
        }
        for (const QJsonValue& value : secret.value("stringData"_L1).toObject()) {
            values.append(value.toString());
        }
        values.removeAll(QString());
        return values;
    }

    /// Client-side apply and other tools keep a copy of the whole Secret in an annotation, OpenShift a token: what is longer than
    /// a name is not looked into.
    bool mayHoldValue(const QString& key, const QString& text, const QStringList& values)
    {
        return key == "kubectl.kubernetes.io/last-applied-configuration"_L1 || text.size() > kLongestHarmless
            || std::any_of(values.begin(), values.end(), [&text](const QString& value) { return text.contains(value); });
    }
}

QString KindInfo::title() const
{
    // The plural in the letters of the kind: "networkpolicies" of a NetworkPolicy are NetworkPolicies.
    QString title = plural;
    for (qsizetype i = 0; i < qMin(title.size(), kind.size()) && title.at(i) == kind.at(i).toLower(); ++i) {
        title[i] = kind.at(i);
    }
    return title.left(1).toUpper() + title.mid(1);
}

ClusterReader::ClusterReader(Connect connect, QObject* parent)
    : QObject(parent)
    , m_connect(std::move(connect))
{
}

KindInfo ClusterReader::pods()
{
    return { u"Pod"_s, u"pods"_s, {}, u"v1"_s, true };
}

KindInfo ClusterReader::peerPods()
{
    const kube::Resource& r = kube::res::peerPods;
    return { r.kind, r.plural, r.group, r.version, r.namespaced };
}

Job<QList<KindInfo>>* ClusterReader::kinds()
{
    return chainJob<QList<KindInfo>, kube::Client*>(m_connect(), this, [this](kube::Client* const& client) {
        return mapJob<QList<KindInfo>, kube::Client::Discovery>(client->discover(), this, [](const Result<kube::Client::Discovery>& found) -> Result<QList<KindInfo>> {
            if (!found) {
                return tl::unexpected(found.error().during(tr("ask what the cluster serves")));
            }
            QList<KindInfo> all;
            QSet<QString> seen;
            for (const kube::Resource& r : found->resources) {
                // The server names its preferred version first; reviews and the like can only be created.
                if (!seen.contains(r.qualified()) && !r.kind.endsWith("Review"_L1) && r.kind != "Binding"_L1) {
                    seen.insert(r.qualified());
                    all.append({ r.kind, r.plural, r.group, r.version, r.namespaced });
                }
            }
            std::sort(all.begin(), all.end(), [](const KindInfo& a, const KindInfo& b) { return std::tie(a.kind, a.group) < std::tie(b.kind, b.group); });
            return all;
        });
    });
}

QJsonObject ClusterReader::masked(QJsonObject object, bool isSecret)
{
    QJsonObject metadata = object.value("metadata"_L1).toObject();
    metadata.remove("managedFields"_L1);
    const QString hidden = tr("(hidden)");
    if (isSecret) {
        QJsonObject annotations = metadata.value("annotations"_L1).toObject();
        const QStringList secrets = valuesOf(object);
        for (auto it = annotations.begin(); it != annotations.end(); ++it) {
            if (mayHoldValue(it.key(), it.value().toString(), secrets)) {
                *it = hidden;
            }
        }
        if (!annotations.isEmpty()) {
            metadata.insert("annotations"_L1, annotations);
        }
        for (const QString& part : { u"data"_s, u"stringData"_s }) {
            QJsonObject values = object.value(part).toObject();
            for (auto it = values.begin(); it != values.end(); ++it) {
                *it = hidden;
            }
            if (!values.isEmpty()) {
                object.insert(part, values);
            }
        }
    }
    object.insert("metadata"_L1, metadata);
    return object;
}

Job<QJsonObject>* ClusterReader::object(const KindInfo& kind, const QString& ns, const QString& name)
{
    return chainJob<QJsonObject, kube::Client*>(m_connect(), this, [this, kind, ns, name](kube::Client* const& client) {
        return mapJob<QJsonObject, QJsonObject>(client->get(resourceOf(kind), ns, name), this, [kind](const Result<QJsonObject>& r) -> Result<QJsonObject> {
            if (!r) {
                return r;
            }
            return masked(*r, kind.isSecret());
        });
    });
}

QList<EventRow> ClusterReader::readEvents(const QList<QJsonObject>& events)
{
    QList<EventRow> rows;
    for (const QJsonObject& event : events) {
        EventRow row;
        // Old and new reporters fill different fields.
        for (const QString& field : { u"lastTimestamp"_s, u"eventTime"_s, u"firstTimestamp"_s }) {
            row.time = row.time.isValid() ? row.time : when(event.value(field));
        }
        row.time = row.time.isValid() ? row.time : kube::createdAt(event);
        row.isWarning = str(event, { u"type" }) == "Warning"_L1;
        row.reason = str(event, { u"reason" });
        row.message = str(event, { u"message" });
        const QString source = str(event, { u"source", u"component" });
        row.source = source.isEmpty() ? str(event, { u"reportingComponent" }) : source;
        row.count = qMax(1, event.value("count"_L1).toInt(1));
        rows.append(row);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const EventRow& a, const EventRow& b) { return a.time < b.time; });
    return rows;
}

Job<QList<EventRow>>* ClusterReader::events(const QString& ns, const QString& uid)
{
    return chainJob<QList<EventRow>, kube::Client*>(m_connect(), this, [this, ns, uid](kube::Client* const& client) {
        kube::ListOptions options;
        options.fieldSelector = u"involvedObject.uid="_s + uid;
        return mapJob<QList<EventRow>, kube::ListResult>(client->list(kube::res::events, ns, options), this, [](const Result<kube::ListResult>& r) -> Result<QList<EventRow>> {
            if (!r) {
                return tl::unexpected(r.error());
            }
            return readEvents(r->items);
        });
    });
}

KindPage ClusterReader::readPage(const QJsonObject& table, bool isSecret)
{
    KindPage page;
    Interner interner;
    for (const QJsonValue& value : table.value("columnDefinitions"_L1).toArray()) {
        page.columns.append({ str(value, { u"name" }), str(value, { u"type" }), value.toObject().value("priority"_L1).toInt() > 0 });
    }
    for (const QJsonValue& value : table.value("rows"_L1).toArray()) {
        const QJsonObject metadata = at(value, { u"object", u"metadata" }).toObject();
        KindPage::Row row;
        row.name = metadata.value("name"_L1).toString();
        row.ns = metadata.value("namespace"_L1).toString();
        row.uid = metadata.value("uid"_L1).toString();
        row.created = when(metadata.value("creationTimestamp"_L1));
        for (const QJsonValue& cell : value.toObject().value("cells"_L1).toArray()) {
            row.cells.append(cellText(cell));
        }
        const QJsonObject labels = metadata.value("labels"_L1).toObject();
        for (auto it = labels.begin(); it != labels.end(); ++it) {
            row.labels.insert(interner.text(it.key()), interner.text(it.value().toString()));
        }
        row.version = metadata.value("resourceVersion"_L1).toString();
        // Any of a Secret's may hold its values, and here they are not known to be looked for.
        const QJsonObject annotations = isSecret ? QJsonObject() : metadata.value("annotations"_L1).toObject();
        for (auto it = annotations.begin(); it != annotations.end(); ++it) {
            if (const QString text = it.value().toString(); text.size() <= kLongestAnnotation) {
                row.annotations.insert(interner.text(it.key()), interner.text(text));
            }
        }
        page.rows.append(row);
    }
    page.continueToken = at(table, { u"metadata", u"continue" }).toString();
    return page;
}

Job<KindPage>* ClusterReader::page(const KindInfo& kind, const QString& ns, const QString& continueToken)
{
    return chainJob<KindPage, kube::Client*>(m_connect(), this, [this, kind, ns, continueToken](kube::Client* const& client) {
        kube::ListOptions options;
        options.limit = kPage;
        options.continueToken = continueToken;
        return mapJob<KindPage, QJsonObject>(client->table(resourceOf(kind), ns, options), this, [kind](const Result<QJsonObject>& r) -> Result<KindPage> {
            if (!r) {
                return tl::unexpected(r.error().during(tr("list %1").arg(kind.plural)));
            }
            return readPage(*r, kind.isSecret());
        });
    });
}

Job<QStringList>* ClusterReader::namespaces()
{
    return chainJob<QStringList, kube::Client*>(m_connect(), this, [this](kube::Client* const& client) {
        kube::ListOptions options;
        options.metadataOnly = true;
        return mapJob<QStringList, kube::ListResult>(client->list(kube::res::namespaces, {}, options), this, [](const Result<kube::ListResult>& r) -> Result<QStringList> {
            if (!r) {
                return tl::unexpected(r.error());
            }
            QStringList names;
            for (const QJsonObject& object : r->items) {
                names.append(kube::nameOf(object));
            }
            names.sort();
            return names;
        });
    });
}

LogFollower* ClusterReader::followLog(const QString& ns, const QString& pod, const kube::LogOptions& options, QObject* owner)
{
    auto* follower = new LogFollower(owner);
    m_connect()->then(follower, [follower, ns, pod, options](const Result<kube::Client*>& client) {
        if (client) {
            follower->open(**client, ns, pod, options);
        } else {
            follower->fail(client.error());
        }
    });
    return follower;
}

} // namespace cocoon::dashboard

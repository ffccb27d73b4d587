// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/namespace_controller.h"

#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::sandbox {

NamespaceController::NamespaceController(Stage& stage, QObject* parent)
    : Actor(stage, parent)
{
}

void NamespaceController::start()
{
    m_namespaces = watch(kube::res::namespaces);
    m_accounts = watch(kube::res::serviceAccounts);
}

void NamespaceController::reconcile()
{
    for (const QJsonObject& ns : m_namespaces->objects()) {
        const QString name = kube::nameOf(ns);
        if (kube::isBeingDeleted(ns)) {
            empty(ns);
            continue;
        }
        const QString key = QStringLiteral("account/") + name;
        if (!m_accounts->find(name + QStringLiteral("/default")) && !isInFlight(key)) {
            const QJsonObject account {
                { QStringLiteral("apiVersion"), QStringLiteral("v1") },
                { QStringLiteral("kind"), QStringLiteral("ServiceAccount") },
                { QStringLiteral("metadata"), QJsonObject { { QStringLiteral("name"), QStringLiteral("default") } } },
            };
            write(key, m_stage.kube.create(kube::res::serviceAccounts, name, account));
        }
    }
}

void NamespaceController::empty(const QJsonObject& ns)
{
    const QString name = kube::nameOf(ns);
    const QString key = QStringLiteral("empty/") + name;
    if (isInFlight(key) || m_discovering) {
        return;
    }
    // Kinds come and go with CRDs, so they are discovered for each round.
    m_discovering = true;
    m_stage.kube.discover()->then(this, [this, name](const Result<kube::Client::Discovery>& found) {
        m_discovering = false;
        const QJsonObject* current = m_namespaces->find(name);
        if (!found || !current) {
            schedule();
            return;
        }
        auto open = std::make_shared<int>(0);
        auto remaining = std::make_shared<QStringList>();
        for (const kube::Resource& kind : found->resources) {
            if (!kind.namespaced || kind.plural.contains(u'/') || kind.plural == u"bindings") {
                continue;
            }
            ++*open;
            m_stage.kube.list(kind, name)->then(this, [this, kind, name, open, remaining](const Result<kube::ListResult>& list) {
                if (list) {
                    for (const QJsonObject& object : list->items) {
                        remaining->append(kind.qualified() + u'/' + kube::nameOf(object));
                        if (!kube::isBeingDeleted(object)) {
                            m_stage.kube.remove(kind, name, kube::nameOf(object));
                        }
                    }
                }
                if (--*open > 0) {
                    return;
                }
                const QJsonObject* now = m_namespaces->find(name);
                if (!now) {
                    return;
                }
                if (remaining->isEmpty()) {
                    finalize(*now);
                } else {
                    report(*now, *remaining);
                    m_stage.clock.after(std::chrono::seconds(2), this, [this] { schedule(); });
                }
            });
        }
    });
}

void NamespaceController::finalize(const QJsonObject& ns)
{
    const QJsonObject body = with(ns, { QStringLiteral("spec"), QStringLiteral("finalizers") }, QJsonArray());
    write(QStringLiteral("empty/") + kube::nameOf(ns),
        m_stage.kube.raw("PUT", kube::res::namespaces.path({}, kube::nameOf(ns), QStringLiteral("finalize")), toJson(body),
            "application/json"));
}

void NamespaceController::report(const QJsonObject& ns, const QStringList& remaining)
{
    const QString message = QStringLiteral("Some content in the namespace remains: %1").arg(remaining.mid(0, 10).join(QStringLiteral(", ")));
    const QString type = QStringLiteral("NamespaceContentRemaining");
    if (str(kube::condition(ns, type), { u"message" }) == message) {
        return;
    }
    const QJsonObject condition {
        { QStringLiteral("type"), type },
        { QStringLiteral("status"), QStringLiteral("True") },
        { QStringLiteral("reason"), QStringLiteral("SomeResourcesRemain") },
        { QStringLiteral("message"), message },
        { QStringLiteral("lastTransitionTime"), kube::timestamp(m_stage.clock.now()) },
    };
    const QJsonObject patch { { QStringLiteral("status"),
        QJsonObject { { QStringLiteral("conditions"), QJsonArray { QJsonValue(condition) } } } } };
    write(QStringLiteral("report/") + kube::nameOf(ns),
        m_stage.kube.patch(kube::res::namespaces, {}, kube::nameOf(ns), kube::PatchType::Merge, patch, {}, QStringLiteral("status")));
}

} // namespace cocoon::sandbox

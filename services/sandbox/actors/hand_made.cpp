// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/hand_made.h"

#include "services/base/json.h"
#include "services/base/log.h"
#include "services/kube/object.h"
#include "services/sandbox/actors/seed_run.h"
#include "services/sandbox/actors/templates.h"

#include <QTimer>

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
    constexpr std::chrono::seconds kLongestStart { 20 }; // real time: somebody waits for the ready line
}

HandMade::HandMade(Stage& stage, QObject* parent)
    : Actor(stage, parent)
{
    setFieldManager(u"kubectl-client-side-apply"_s);
}

void HandMade::start()
{
    const auto filled = parseJson(fillTemplate(toJson(m_stage.scenario.objects), seedValues(m_stage)));
    if (!filled) {
        qCWarning(lcSandbox, "objects of scenario %s: %s", qUtf8Printable(m_stage.scenario.name), qUtf8Printable(filled.error().message));
        return;
    }
    const QJsonArray list = filled->toArray();
    for (const QJsonValue& value : list) {
        QJsonObject object = value.toObject();
        const QString applied = QString::fromUtf8(toJson(object)) + u'\n';
        m_objects.append(with(object, { u"metadata"_s, u"annotations"_s, u"kubectl.kubernetes.io/last-applied-configuration"_s }, applied));
    }
    if (m_objects.isEmpty()) {
        return;
    }
    kube::Reflector::Options options;
    options.ns = u"kube-system"_s;
    options.fieldSelector = u"metadata.name="_s + kMarker;
    m_marker = watch(kube::res::configMaps, options);
}

Job<Done>* HandMade::made()
{
    if (m_objects.isEmpty()) {
        return settledJob<Done>(this, Done {});
    }
    m_waiting = new Job<Done>(this);
    QTimer::singleShot(kLongestStart, m_waiting, [this] { m_waiting->resolve(Done {}); });
    schedule();
    return m_waiting;
}

void HandMade::reconcile()
{
    const QJsonObject* marker = m_marker->find(u"kube-system/"_s + kMarker);
    const QString key = u"object"_s;
    if (!marker || isInFlight(key)) {
        return;
    }
    m_made = std::max<qsizetype>(m_made, str(*marker, { u"data", u"made" }).toInt());
    if (m_made >= m_objects.size()) {
        if (m_waiting) {
            m_waiting->resolve(Done {});
        }
        return;
    }
    const QJsonObject object = m_objects.at(m_made);
    const kube::Resource resource = SeedRun::resourceOf(object);
    kube::WriteOptions options;
    options.fieldManager = u"kubectl-client-side-apply"_s;
    auto* made = new Job<Done>(this);
    m_stage.kube.create(resource, kube::namespaceOf(object), object, options)->then(this, [this, made](const Result<QJsonObject>& r) {
        if (!r && r.error().code != Errc::Conflict) {
            m_stage.clock.after(3s, this, [this] { schedule(); });
            made->resolve(fail(Errc::NotFound, r.error().message));
            return;
        }
        ++m_made;
        patch(kube::res::configMaps, u"kube-system"_s, kMarker,
            { { u"data"_s, QJsonObject { { u"made"_s, QString::number(m_made) } } } });
        made->resolve(Done {});
    });
    write(key, made);
}

} // namespace cocoon::sandbox

// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/clock.h"
#include "services/coco/facts.h"
#include "services/ibm/cloud.h"
#include "services/kube/client.h"
#include "services/kube/reflector.h"
#include "services/sandbox/scenario.h"

#include <QRandomGenerator>
#include <QHash>
#include <QSet>

#include <map>
#include <memory>
#include <type_traits>

namespace cocoon::sandbox {

/// What every actor is given: the public APIs, a scaled clock, the story's seed, facts and faults. Owned by the sandbox.
struct Stage {
    kube::Client& kube; ///< administrator
    Clock& clock; ///< waits are divided by --speed
    const coco::Facts& facts;
    const Scenario& scenario;
    QJsonObject cluster; ///< CloudSim::clusterFacts()
    ibm::Endpoints endpoints; ///< where actors (cloud API adaptor) find the cloud
    net::Transport& transport; ///< trusts the sandbox CA; for ibm::Cloud and the guest
    QRandomGenerator random;
    /// A TLS identity of the sandbox CA for 127.0.0.1, for actors that serve (kubelet, webhook).
    QList<QSslCertificate> serverChain;
    QSslKey serverKey;
    QByteArray caPem;
    /// One local copy per kind and selector, shared by all actors that watch it (Actor::watch).
    std::map<QString, std::unique_ptr<kube::Reflector>> reflectors {};
    /// The API server is not the sandbox's own: it dials the kubelets by their nodes' addresses.
    bool isGuest = false;
};

/// Selects the nodes the sandbox made: on a guest's API server there may be others.
extern const QString kOwnNodes;

/// Who plays the controllers of Kubernetes itself: we, unless the API server has some of its own.
struct Controllers {
    bool manager = true; ///< namespaces, garbage, Deployments, DaemonSets, budgets: played here
    bool scheduler = true; ///< played here
};

/// An actor keeps local copies of what it watches, and whenever something changed or a wait ended it looks at the whole and
/// does the next small thing ("level triggered"). Writes are jobs; a key in flight is not written again, and the end of
/// a write reconciles again. Actors use only the public APIs, so they play the same part on a real API server.
class Actor : public QObject {
    Q_OBJECT
public:
    explicit Actor(Stage& stage, QObject* parent = nullptr);
    virtual void start() = 0;

protected:
    virtual void reconcile() = 0;
    /// Watches a kind (by the stage's shared copy); every change schedules reconcile(). Not ready until isReady() of all reflectors: reconcile() is not
    /// called before. A kind that is not served yet (CRD missing) is retried quietly; optional = do not wait for it.
    kube::Reflector* watch(const kube::Resource& resource, kube::Reflector::Options options = {}, bool optional = false);
    void schedule(); ///< reconcile() soon, once
    /// True when `duration` of world time has passed since the first call with this key (then schedules itself).
    /// With speed 0 the second look is true.
    bool waited(const QString& key, milliseconds duration);
    void forget(const QString& key); ///< restart such a wait
    bool isInFlight(const QString& key) const;
    /// Guards a write: remembers the key until the job ended (and, for an object we watch, until the local copy shows it),
    /// then reconciles. Conflict and NotFound are expected and quiet, other errors are logged and retried after a pause.
    template <class T>
    void write(const QString& key, Job<T>* job)
    {
        begin(key);
        job->then(this, [this, key](const Result<T>& r) {
            if constexpr (std::is_same_v<T, QJsonObject>) {
                end(key, r ? nullptr : &r.error(), r ? *r : QJsonObject());
            } else {
                end(key, r ? nullptr : &r.error(), {});
            }
        });
    }
    // The same with a key made of the object, so that one object has one write under way; false = one is.
    bool create(const kube::Resource& resource, const QString& ns, const QJsonObject& body);
    bool patch(const kube::Resource& resource, const QString& ns, const QString& name, const QJsonObject& merge,
        const QString& subresource = {});
    bool erase(const kube::Resource& resource, const QString& ns, const QString& name);
    void setFieldManager(const QString& manager) { m_manager = manager; }
    static QString writeKey(const kube::Resource& resource, const QString& ns, const QString& name);
    /// A Kubernetes Event about an object (type "Normal" or "Warning").
    void emitEvent(const QJsonObject& about, const QString& type, const QString& reason, const QString& message,
        const QString& component);
    QString randomSuffix(int length = 5); ///< the letters generateName uses, from the story's seed
    /// Between low and high, always the same for the same key in the same story.
    milliseconds jitter(const QString& key, milliseconds low, milliseconds high) const;

    Stage& m_stage;

private:
    struct Wait {
        int round = 0; ///< a late call of a forgotten wait must not end its successor
        bool over = false;
    };
    struct Landing { ///< a write that succeeded but is not in our copy yet
        kube::Reflector* reflector = nullptr;
        QString object;
        QString uid;
        qint64 version = 0;
        bool isDone() const;
    };
    void begin(const QString& key);
    void end(const QString& key, const Error* error, const QJsonObject& written);
    void land(); ///< looks which writes our copies show by now
    QList<kube::Reflector*> m_required;
    QList<kube::Reflector*> m_reflectors;
    QSet<QString> m_inFlight;
    QHash<QString, Landing> m_landing;
    QHash<QString, Wait> m_waits;
    int m_round = 0;
    size_t m_salt = 0;
    QString m_manager = QStringLiteral("manager");
    bool m_scheduled = false;
    milliseconds m_took { 0 }; ///< the last reconcile(), CPU time
};

} // namespace cocoon::sandbox

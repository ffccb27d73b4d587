// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/cluster_workers.h"
#include "services/base/clock.h"
#include "services/ibm/cloud.h"
#include "test/support/test_main.h"

#include <QUrlQuery>

using namespace cocoon;
using namespace Qt::StringLiterals;

namespace {
    /// Keeps every question for workers until the test answers it; tokens come at once.
    class PatientTransport : public net::Transport {
    public:
        QList<std::pair<QString, QPointer<Job<net::Response>>>> asked; ///< cluster and its answer

        Job<net::Response>* send(const net::Request& request) override
        {
            auto* job = new Job<net::Response>(this);
            if (request.url.path().contains(u"getWorkers"_s)) {
                asked.append({ QUrlQuery(request.url).queryItemValue(u"cluster"_s), job });
            } else {
                reply(job, R"({"access_token":"a.e30.c","refresh_token":"r","expires_in":3600,"token_type":"Bearer"})");
            }
            return job;
        }
        net::Stream* open(const net::Request&) override { return nullptr; }
        static void reply(Job<net::Response>* job, const QByteArray& body, int status = 200)
        {
            net::Response response;
            response.status = status;
            response.headers.add("Content-Type", "application/json");
            response.body = body;
            job->resolve(response);
        }
    };
}

/// The workers of the clusters on offer are looked at a few at a time, and each is told when it is known.
class TstClusterWorkers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFewAtATime()
    {
        PatientTransport transport;
        SystemClock clock;
        ibm::Cloud cloud(transport, clock, {}, { Secret("key") });
        app::ClusterWorkers workers(cloud);
        QStringList judged;
        connect(&workers, &app::ClusterWorkers::judged, this, [&](const QString& cluster, const QString& why) { judged.append(cluster + u": "_s + why); });
        QStringList all;
        for (int i = 0; i < 10; ++i) {
            all.append(u"c%1"_s.arg(i));
        }
        workers.look(all);
        QTRY_COMPARE(transport.asked.size(), app::ClusterWorkers::kAtOnce);
        PatientTransport::reply(transport.asked.at(1).second, R"([{"lifecycle":{"actualOperatingSystem":"RHEL_9_64"}}])");
        QTRY_COMPARE(judged, QStringList(u"c1: its workers run RHEL_9_64, not Red Hat CoreOS"_s)); // the others do not hold it up
        QTRY_COMPARE(transport.asked.size(), app::ClusterWorkers::kAtOnce + 1);
        qsizetype answered = 1;
        for (const qsizetype i : { 0, 2, 3, 4, 5, 6, 7, 8, 9 }) {
            const bool isTold = i % 2 == 0;
            PatientTransport::reply(transport.asked.at(i).second, isTold ? R"([{"lifecycle":{"actualOperatingSystem":"RHCOS"}}])" : R"({})", isTold ? 200 : 403);
            ++answered;
            QTRY_COMPARE(transport.asked.size(), std::min<qsizetype>(all.size(), app::ClusterWorkers::kAtOnce + answered));
        }
        QCOMPARE(judged.size(), 1); // who will do, and who does not tell, is not spoken of
        QStringList seen;
        for (const auto& [cluster, job] : transport.asked) {
            seen.append(cluster);
        }
        QCOMPARE(seen, all);
    }
};

COCOON_TEST(TstClusterWorkers)
#include "tst_cluster_workers.moc"

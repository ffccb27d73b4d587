// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/board.h"

#include "test/models/dashboard/scenes.h"
#include "test/models/plan/runner_bench.h"

#include <QFile>
#include <QTemporaryDir>

#include <csignal>

#include <sys/resource.h>

using namespace cocoon;
using namespace cocoon::dashboard;
using namespace Qt::StringLiterals;
namespace ask = world::ask;
namespace res = kube::res;

namespace {
    class SiteSource : public world::WorldSource {
    public:
        test::Site site = test::runningSite();
        const world::World& world() const override { return site.world; }
        void want(const QString&, const QList<world::Query>&) override { }
        void refresh(const world::Query&) override { }
        void writeThrough(const world::Query&, const QJsonObject&) override { }
    };

    /// As if the disk were full: what is there can be read, and nothing is written.
    class FullDisk {
    public:
        FullDisk()
        {
            std::signal(SIGXFSZ, SIG_IGN);
            getrlimit(RLIMIT_FSIZE, &m_before);
            const rlimit none { 0, m_before.rlim_max };
            setrlimit(RLIMIT_FSIZE, &none);
        }
        ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }

    private:
        rlimit m_before {};
    };

    /// A board on a connected cluster, which looks when it is told to.
    struct BoardBench {
        explicit BoardBench(const QString& name = u"history"_s)
            : path(folder.filePath(name))
        {
        }
        QTemporaryDir folder;
        test::ManualClock clock;
        SiteSource source;
        plan::bench::FakeExecutor executor;
        plan::Journal journal { clock, QString() };
        plan::Steps steps;
        plan::Runner runner { steps, source, executor, journal, clock };
        QString path; ///< of the history
        history::History history { path };
        std::unique_ptr<setup::Desk> desk;
        std::unique_ptr<Board> board;
        QStringList told;
        double limit = 100;

        void open(bool hasHistory = true)
        {
            QCOMPARE(history.open().has_value(), hasHistory);
            QFile intent(folder.filePath(u"intent.yaml"_s));
            QVERIFY(intent.open(QIODevice::WriteOnly));
            intent.write("cluster: demo\n");
            intent.close();
            world::Answer live = source.site.world.answer(ask::list(res::kataConfigs));
            live.live = true;
            source.site.world.set(ask::list(res::kataConfigs), live);
            desk = std::make_unique<setup::Desk>(setup::Desk::Parts { steps, source, runner, journal, clock, folder.path(), u"demo"_s, {}, 1, {}, {} });
            desk->begin();
            plan::bench::Bench::spin();
            QCOMPARE(desk->intent().cluster, u"demo"_s);
            board = std::make_unique<Board>(*desk, history);
            QObject::connect(board.get(), &Board::alerted, board.get(), [this](const Alert& alert) { told.append(alert.attention.id); });
        }
        QStringList look()
        {
            board->setSpendLimit(++limit); // far above what it costs
            return std::exchange(told, {});
        }
        void setNodes(const QList<int>& indices)
        {
            QJsonArray nodes;
            for (const int index : indices) {
                nodes.append(source.site.node(index));
            }
            source.site.world.set(ask::list(res::nodes), nodes);
        }
    };
}

class TstBoard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAlertIsToldOnceAlsoWhenTheHistoryCannotBeWritten()
    {
        BoardBench b;
        b.open();
        QCOMPARE(b.look(), QStringList());
        QVERIFY2(b.board->historyTrouble().isEmpty(), qPrintable(b.board->historyTrouble()));
        auto full = std::make_unique<FullDisk>();
        test::addVsi(b.source.site, test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z"));
        QCOMPARE(b.look(), QStringList { u"orphan/vsi-9"_s });
        QVERIFY(!b.board->historyTrouble().isEmpty());
        QCOMPARE(b.look(), QStringList());
        // What happens to a worker is told once too.
        const QJsonObject healthy = b.source.site.node(1);
        b.source.site.setNode(1, with(healthy, { u"metadata"_s, u"labels"_s, coco::kInstallLabel }, u"installing"_s));
        QCOMPARE(b.look(), QStringList { u"fell/10.240.0.5"_s });
        QCOMPARE(b.look(), QStringList());
        b.source.site.setNode(1, healthy);
        QCOMPARE(b.look(), QStringList());
        b.setNodes({ 0, 1 });
        QCOMPARE(b.look(), QStringList { u"gone/10.240.0.6"_s });
        QCOMPARE(b.look(), QStringList());
        // What was dealt with and comes back is news.
        const world::Query instances = ask::instances(u"eu-de"_s, u"r010-vpc"_s);
        const QJsonArray all = b.source.site.world.answer(instances).value.toArray();
        b.source.site.world.set(instances, QJsonArray { all.first() });
        QCOMPARE(b.look(), QStringList());
        b.source.site.world.set(instances, all);
        QCOMPARE(b.look(), QStringList { u"orphan/vsi-9"_s });
        // Once it can be written again, it goes on knowing what was told.
        full.reset();
        QCOMPARE(b.look(), QStringList());
        QVERIFY2(b.board->historyTrouble().isEmpty(), qPrintable(b.board->historyTrouble()));
        QCOMPARE(b.look(), QStringList());
    }

    void withoutAnyHistoryItIsToldOnceToo()
    {
        BoardBench b(u"no folder/history"_s);
        test::addVsi(b.source.site, test::vsi("vsi-9", "podvm-billing-1f3a0000", "2026-01-15T09:00:00Z"));
        b.open(false);
        QCOMPARE(b.look(), QStringList());
        QVERIFY(!b.board->historyTrouble().isEmpty());
    }
};

COCOON_TEST(TstBoard)
#include "tst_board.moc"

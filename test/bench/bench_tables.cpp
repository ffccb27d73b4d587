// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the big tables cost; prints JSON. Only figures of an optimised build mean anything.
//   bench_tables latency N            filter, sort and clear at N pods, and at a tenth as many nodes, in a table on screen
//   bench_tables storm N SECONDS      2,000 changes a second at N rows: gaps of the event loop, CPU, memory
//   bench_tables list KUBECONFIG N    reads N pods into the sorted table: first rows, all rows, bytes, CPU, memory
//   bench_tables run -- COMMAND …     wall, CPU and peak memory of another program
//   bench_tables calibrate            a fixed piece of work, to compare machines by
#include "models/dashboard/pod_store.h"
#include "models/items/nodes_model.h"
#include "models/items/pod_table.h"
#include "services/base/codec.h"
#include "services/base/json.h"
#include "services/kube/config.h"
#include "services/net/http_transport.h"
#include "services/net/retry_transport.h"
#include "test/bench/figures.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QRandomGenerator>

#include <cstdio>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cocoon;
using namespace cocoon::bench;
using namespace Qt::StringLiterals;
using dashboard::PodStore;
using items::PodTable;

namespace {

QJsonObject makePod(int number, int version)
{
    static const QStringList apps { u"api"_s, u"cart"_s, u"ledger"_s, u"mailer"_s, u"search"_s, u"worker"_s };
    const QString app = apps.at(number % 6);
    const bool isRunning = (number + version) % 9 != 0;
    const QJsonObject state = isRunning ? QJsonObject { { u"running"_s, QJsonObject() } } : QJsonObject { { u"waiting"_s, QJsonObject { { u"reason"_s, u"ContainerCreating"_s } } } };
    return { { u"metadata"_s, QJsonObject { { u"name"_s, u"%1-%2"_s.arg(app).arg(number, 5, 10, QChar(u'0')) }, { u"namespace"_s, u"load-%1"_s.arg(number % 20) },
                                  { u"uid"_s, u"8a6e0804-2bd0-4672-b79d-%1"_s.arg(number, 12, 10, QChar(u'0')) }, { u"resourceVersion"_s, QString::number(version) },
                                  { u"creationTimestamp"_s, QDateTime::fromSecsSinceEpoch(1'790'000'000 - number * 7, Qt::UTC).toString(Qt::ISODate) },
                                  { u"labels"_s, QJsonObject { { u"app"_s, app }, { u"tier"_s, u"t%1"_s.arg(number % 4) } } } } },
        { u"spec"_s, QJsonObject { { u"nodeName"_s, u"10.240.%1.%2"_s.arg(number / 250 % 20).arg(number % 250) }, { u"runtimeClassName"_s, u"kata-remote"_s }, { u"containers"_s, QJsonArray { QJsonObject() } } } },
        { u"status"_s, QJsonObject { { u"phase"_s, isRunning ? u"Running"_s : u"Pending"_s }, { u"podIP"_s, u"172.20.%1.%2"_s.arg(number / 250 % 250).arg(number % 250) },
                           { u"conditions"_s, QJsonArray { QJsonObject { { u"type"_s, u"Ready"_s }, { u"status"_s, isRunning ? u"True"_s : u"False"_s } } } },
                           { u"containerStatuses"_s, QJsonArray { QJsonObject { { u"ready"_s, isRunning }, { u"restartCount"_s, number % 3 }, { u"state"_s, state } } } } } } };
}

/// PeerPods and servers for the first `servers` pods.
dashboard::CloudSide makeCloud(int servers)
{
    dashboard::CloudSide cloud;
    cloud.facts = coco::Facts::builtIn().validated();
    cloud.now = QDateTime::currentMSecsSinceEpoch();
    cloud.prices = { { u"bx3dc-2x10"_s, { 0.113 } } };
    for (int i = 0; i < servers; ++i) {
        const QJsonObject pod = makePod(i, 1);
        const QString id = u"0767_%1"_s.arg(i, 8, 16, QChar(u'0'));
        cloud.peerPods.append({ { u"metadata"_s, QJsonObject { { u"name"_s, id }, { u"ownerReferences"_s, QJsonArray { QJsonObject { { u"kind"_s, u"Pod"_s }, { u"uid"_s, at(pod, { u"metadata", u"uid" }) } } } } } },
            { u"spec"_s, QJsonObject { { u"instanceID"_s, id } } } });
        cloud.instances.append({ { u"id"_s, id }, { u"name"_s, u"podvm-%1-0a1b2c3d"_s.arg(str(pod, { u"metadata", u"name" })) }, { u"status"_s, u"running"_s }, { u"confidential_compute_mode"_s, u"tdx"_s },
            { u"profile"_s, QJsonObject { { u"name"_s, u"bx3dc-2x10"_s } } }, { u"created_at"_s, u"2026-03-01T00:00:00Z"_s } });
    }
    return cloud;
}

/// From the key to the picture.
double timed(ui::DataTable& view, const std::function<void()>& change)
{
    QElapsedTimer timer;
    timer.start();
    change();
    view.viewport()->repaint();
    const double ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    settle();
    return ms;
}

/// A pods' table as the window shows it.
struct Screen {
    explicit Screen(int pods)
        : store(clock)
        , table(store)
        , theme(*qApp)
        , view(theme)
    {
        store.keeper().listStarted();
        for (int i = 0; i < pods; ++i) {
            store.keeper().listed(makePod(i, 1));
        }
        store.keeper().listDone();
        store.setCloud(makeCloud(qMin(3000, pods)));
        view.setLive();
        view.setModel(&table);
        view.sortByColumn(PodTable::Name, Qt::AscendingOrder);
        view.resize(1100, 760);
        view.show();
        settle();
    }
    double timed(const std::function<void()>& change) { return ::timed(view, change); }

    SystemClock clock;
    PodStore store;
    PodTable table;
    ui::Theme theme;
    ui::DataTable view;
};

QList<items::NodeRow> makeNodes(int count, const QDateTime& now)
{
    QList<items::NodeRow> rows;
    for (int i = 0; i < count; ++i) {
        items::NodeRow row;
        row.node.name = u"10.240.%1.%2"_s.arg(i / 250).arg(i % 250);
        row.node.zone = u"eu-de-%1"_s.arg(1 + i % 3);
        row.node.version = u"v1.32.%1"_s.arg(i % 5);
        row.node.stage = i % 7 == 0 ? setup::WorkerView::Stage::Installing : setup::WorkerView::Stage::Installed;
        row.node.label = i % 7 == 0 ? u"installing"_s : u"installed"_s;
        row.node.isReady = i % 11 != 0;
        row.node.cloudHealth = u"normal"_s;
        row.node.places = 10;
        row.node.used = i % 10;
        row.node.created = now.addSecs(-i * 60);
        row.stateSince = now.addSecs(-i * 7);
        rows.append(row);
    }
    return rows;
}

/// The nodes' table; `refresh` is a look at the cluster that brings nothing new, `change` one where a tenth of them changed.
QJsonObject nodesLatency(int count)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<items::NodeRow> rows = makeNodes(count, now);
    items::NodesModel model;
    ui::Theme theme(*qApp);
    ui::DataTable view(theme);
    model.show(rows, now);
    view.setLive();
    view.setModel(&model);
    view.sortByColumn(items::NodesModel::Name, Qt::AscendingOrder);
    view.resize(1100, 760);
    view.show();
    settle();
    QList<double> filter;
    QList<double> clear;
    QList<double> sort;
    QList<double> refresh;
    QList<double> change;
    for (const QString& word : { u"10.240.7"_s, u"installing"_s, u"eu-de-2 !NotReady"_s, u"nothing-like-it"_s }) {
        for (int length = 1; length <= word.size(); ++length) {
            filter.append(timed(view, [&] { model.setFilter(word.left(length)); }));
        }
        clear.append(timed(view, [&] { model.setFilter({}); }));
    }
    for (int round = 0; round < 4; ++round) {
        for (int column = 0; column < items::NodesModel::FixedColumns; ++column) {
            sort.append(timed(view, [&] { view.sortByColumn(column, round % 2 == 0 ? Qt::AscendingOrder : Qt::DescendingOrder); }));
        }
    }
    for (int look = 1; look <= 20; ++look) {
        refresh.append(timed(view, [&] { model.show(rows, now.addSecs(look)); }));
        for (int i = look % 10; i < rows.size(); i += 10) {
            rows[i].node.used = (rows[i].node.used + 1) % 10;
        }
        change.append(timed(view, [&] { model.show(rows, now.addSecs(look)); }));
    }
    return { { u"rows"_s, model.total() }, { u"filter_keystroke"_s, quantiles(filter) }, { u"clear"_s, quantiles(clear) }, { u"sort"_s, quantiles(sort) }, { u"refresh"_s, quantiles(refresh) },
        { u"change"_s, quantiles(change) } };
}

int latency(int pods)
{
    Screen screen(pods);
    QList<double> filter;
    QList<double> clear;
    QList<double> first;
    QList<double> again;
    for (const QString& word : { u"ledger-0001"_s, u"search"_s, u"172.20.7"_s, u"0767_00000a"_s, u"app=cart tier=t2"_s, u"running"_s, u"!running"_s, u"nothing-like-it"_s }) {
        for (int length = 1; length <= word.size(); ++length) {
            filter.append(screen.timed([&] { screen.table.setFilter(word.left(length)); }));
        }
        clear.append(screen.timed([&] { screen.table.setFilter({}); }));
    }
    for (int round = 0; round < 4; ++round) {
        for (int column = 0; column < PodTable::FixedColumns; ++column) {
            const Qt::SortOrder order = round % 2 == 0 ? Qt::AscendingOrder : Qt::DescendingOrder;
            (round == 0 ? first : again).append(screen.timed([&] { screen.view.sortByColumn(column, order); }));
        }
    }
    print({ { u"rows"_s, screen.table.total() }, { u"filter_keystroke"_s, quantiles(filter) }, { u"clear"_s, quantiles(clear) }, { u"sort_first_time"_s, quantiles(first) },
        { u"sort_again"_s, quantiles(again) }, { u"memory_mib"_s, memoryMib("VmRSS:") }, { u"nodes"_s, nodesLatency(qMax(10, pods / 10)) } });
    return 0;
}

int storm(int pods, int seconds)
{
    constexpr int kPerSecond = 2000;
    constexpr int kEveryMs = 10;
    Screen screen(pods);
    QRandomGenerator random(7);
    int version = 1;
    const auto burst = [&](int count) {
        for (int i = 0; i < count; ++i) {
            screen.store.keeper().stored(makePod(static_cast<int>(random.bounded(pods)), ++version));
        }
    };
    const double before = memoryMib("VmRSS:");
    const double cpu = ownCpu();
    QList<double> gaps;
    qint64 sent = 0;
    QElapsedTimer total;
    total.start();
    QElapsedTimer last;
    last.start();
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, [&] {
        gaps.append(qMax(0.0, static_cast<double>(last.nsecsElapsed()) / 1e6 - kEveryMs));
        last.restart();
        const qint64 due = total.elapsed() * kPerSecond / 1000;
        burst(static_cast<int>(due - sent));
        sent = due;
        if (total.elapsed() >= seconds * 1000) {
            QCoreApplication::quit();
        }
    });
    beat.start(kEveryMs);
    QCoreApplication::exec();
    const double used = ownCpu() - cpu;
    settle();
    print({ { u"rows"_s, screen.table.total() }, { u"events"_s, sent }, { u"seconds"_s, static_cast<double>(total.elapsed()) / 1000.0 }, { u"blocked"_s, quantiles(gaps) },
        { u"cpu_share"_s, used / (static_cast<double>(total.elapsed()) / 1000.0) }, { u"memory_before_mib"_s, before }, { u"memory_after_mib"_s, memoryMib("VmRSS:") } });
    return 0;
}

/// Counts what comes over the wire.
class Counter : public net::Transport {
public:
    explicit Counter(net::Transport& inner)
        : m_inner(inner)
    {
    }
    Job<net::Response>* send(const net::Request& request) override
    {
        Job<net::Response>* job = m_inner.send(request);
        job->then(this, [this](const Result<net::Response>& r) { bytes += r ? r->body.size() : 0; });
        return job;
    }
    net::Stream* open(const net::Request& request) override { return m_inner.open(request); }
    qint64 bytes = 0;

private:
    net::Transport& m_inner;
};

int list(const QString& kubeconfig, int pods)
{
    const Result<kube::Config> config = kube::Config::load(kubeconfig, {}, {});
    const Result<kube::Access> access = config ? config->access({}) : tl::unexpected(config.error());
    if (!access) {
        std::fprintf(stderr, "%s\n", qPrintable(access.error().message));
        return 1;
    }
    const double cpu = ownCpu();
    QElapsedTimer timer;
    timer.start();
    SystemClock clock;
    net::HttpTransport wire(kube::optionsFor(*access));
    Counter counter(wire);
    kube::Client client(counter, *access);
    PodStore store(clock);
    PodTable table(store);
    table.setScope(PodTable::Scope::All);
    table.sort(PodTable::Name, Qt::AscendingOrder);
    qint64 firstRows = -1;
    QObject::connect(&table, &QAbstractItemModel::modelReset, [&] {
        if (firstRows < 0 && table.rowCount() >= qMin(500, pods)) {
            firstRows = timer.elapsed();
        }
        if (table.rowCount() >= pods) {
            QCoreApplication::quit();
        }
    });
    QTimer::singleShot(600'000, [] { QCoreApplication::exit(3); });
    store.open(client);
    if (QCoreApplication::exec() != 0) {
        std::fprintf(stderr, "only %d of %d pods after ten minutes: %s\n", table.rowCount(), pods, qPrintable(store.error().message));
        return 1;
    }
    print({ { u"rows"_s, table.rowCount() }, { u"bytes"_s, counter.bytes }, { u"first_rows_s"_s, static_cast<double>(firstRows) / 1000.0 }, { u"wall_s"_s, static_cast<double>(timer.elapsed()) / 1000.0 },
        { u"cpu_s"_s, ownCpu() - cpu }, { u"peak_mib"_s, memoryMib("VmHWM:") } });
    return 0;
}

/// Its output is thrown away; what it says on stderr stays.
int run(const QStringList& command)
{
    QList<QByteArray> words;
    std::vector<char*> arguments;
    for (const QString& word : command) {
        words.append(word.toLocal8Bit());
    }
    for (QByteArray& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    QElapsedTimer timer;
    timer.start();
    const pid_t child = fork();
    if (child == 0) {
        if (std::freopen("/dev/null", "w", stdout) != nullptr) {
            execvp(arguments[0], arguments.data());
        }
        _exit(127);
    }
    int status = 0;
    rusage usage {};
    wait4(child, &status, 0, &usage);
    print({ { u"exit"_s, WIFEXITED(status) ? WEXITSTATUS(status) : -1 }, { u"wall_s"_s, static_cast<double>(timer.elapsed()) / 1000.0 }, { u"cpu_s"_s, cpuSeconds(usage) },
        { u"peak_mib"_s, static_cast<double>(usage.ru_maxrss) / 1024.0 } });
    return 0;
}

int calibrate()
{
    QElapsedTimer timer;
    timer.start();
    QByteArray block(1 << 20, 'x');
    for (int i = 0; i < 64; ++i) {
        block = sha256Hex(block).leftJustified(1 << 20, 'x');
    }
    print({ { u"sha256_64mib_ms"_s, timer.elapsed() } });
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QByteArray what(argc > 1 ? argv[1] : "");
    if (what == "run" || what == "calibrate" || what == "list") {
        const QCoreApplication app(argc, argv);
        const QStringList rest = QCoreApplication::arguments().mid(2);
        return what == "run" ? run(rest.mid(rest.indexOf(u"--"_s) + 1)) : what == "list" ? list(rest.value(0), rest.value(1).toInt()) : calibrate();
    }
    const QApplication app(argc, argv);
    const QStringList rest = QCoreApplication::arguments().mid(2);
    if (what == "latency" || what == "storm") {
        const int pods = qMax(10, rest.value(0).toInt());
        return what == "latency" ? latency(pods) : storm(pods, qMax(1, rest.value(1).toInt()));
    }
    std::fprintf(stderr, "bench_tables latency N | storm N SECONDS | list KUBECONFIG N | run -- COMMAND … | calibrate\n");
    return 2;
}

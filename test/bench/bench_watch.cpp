// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A table on screen that is kept by a list and a watch over TLS, while the pods of the server change; prints JSON. Only figures of
// an optimised build mean anything.
//   bench_watch storm PODS SECONDS [PER_SECOND]    gaps of the event loop, CPU, memory before, after and a while later
//   bench_watch churn PODS MINUTES [PER_SECOND]    the way is cut, reset or silenced again and again; at the end the table is
//                                                  compared with a plain list, pod by pod (exit status 1 where they differ)
//   bench_watch serve PODS PER_SECOND              the server itself (a process of its own, so that only the client is counted)
#include "models/dashboard/pod_store.h"
#include "models/items/pod_table.h"
#include "services/kube/config.h"
#include "services/net/http_transport.h"
#include "services/net/retry_transport.h"
#include "test/bench/figures.h"
#include "test/bench/restless_server.h"
#include "test/gui/relay.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QProcess>
#include <QRandomGenerator>

#include <cstdio>

using namespace cocoon;
using namespace cocoon::bench;
using namespace Qt::StringLiterals;
using dashboard::PodStore;

namespace {

/// The server's process.
class Server {
public:
    bool start(int pods, int perSecond)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(), { u"serve"_s, QString::number(pods), QString::number(perSecond) });
        const QList<QByteArray> ready = line(600'000).split(' ');
        m_port = ready.value(0).toUShort();
        m_roots = QSslCertificate::fromData(QByteArray::fromBase64(ready.value(1)));
        return m_port != 0 && !m_roots.isEmpty();
    }
    ~Server()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(20'000);
    }
    quint16 port() const { return m_port; }
    int pid() const { return static_cast<int>(m_process.processId()); }
    kube::Access access(quint16 port) const
    {
        kube::Access access;
        access.server = QUrl(u"https://127.0.0.1:%1"_s.arg(port));
        access.tls.systemRoots = false;
        access.tls.roots = m_roots;
        access.token = Secret(kToken);
        return access;
    }
    void go() { m_process.write("go\n"); }
    qint64 rest() ///< how many changes it made
    {
        m_process.write("rest\n");
        return line(20'000).toLongLong();
    }

private:
    QByteArray line(int ms)
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(ms)) { }
        return m_process.readLine().trimmed();
    }
    QProcess m_process;
    quint16 m_port = 0;
    QList<QSslCertificate> m_roots;
};

/// A client with its store.
struct Reader {
    explicit Reader(const kube::Access& access)
        : wire(kube::optionsFor(access))
        , retry(wire, clock)
        , client(retry, access)
        , store(clock)
    {
        store.open(client);
    }
    bool untilLive(int ms)
    {
        QElapsedTimer timer;
        timer.start();
        while (store.state() != PodStore::State::Live && timer.elapsed() < ms) {
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 50);
        }
        return store.state() == PodStore::State::Live;
    }
    SystemClock clock;
    net::HttpTransport wire;
    net::RetryTransport retry;
    kube::Client client;
    PodStore store;
};

/// Reader and table, on screen.
struct Screen {
    explicit Screen(const kube::Access& access)
        : reader(access)
        , table(reader.store)
        , theme(*qApp)
        , view(theme)
    {
        table.setScope(items::PodTable::Scope::All);
        view.setLive();
        view.setModel(&table);
        view.sortByColumn(items::PodTable::Name, Qt::AscendingOrder);
        view.resize(1100, 760);
        view.show();
    }
    Reader reader;
    items::PodTable table;
    ui::Theme theme;
    ui::DataTable view;
};

void wait(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

/// What differs between the kept rows and a plain list, read anew.
QStringList differences(PodStore& kept, const kube::Access& access)
{
    Reader plain(access);
    if (!plain.untilLive(300'000)) {
        return { u"the plain list could not be read: "_s + plain.store.error().message };
    }
    // What the last watch event says may still be under way.
    QStringList wrong;
    for (int turn = 0; turn < 100; ++turn) {
        wrong.clear();
        for (const dashboard::PodRow& pod : plain.store.pods()) {
            const dashboard::PodRow* own = kept.find(pod.uid);
            if (own == nullptr) {
                wrong.append(u"missing: "_s + pod.name);
            } else if (!(*own == pod) || own->labels != pod.labels || own->ip != pod.ip || own->node != pod.node || own->name != pod.name || own->ns != pod.ns || own->isReady != pod.isReady) {
                wrong.append(u"differs: %1, version %2 instead of %3"_s.arg(pod.name, own->version, pod.version));
            }
        }
        for (const dashboard::PodRow& pod : kept.pods()) {
            if (plain.store.find(pod.uid) == nullptr) {
                wrong.append(u"still there: "_s + pod.name);
            }
        }
        if (wrong.isEmpty()) {
            break;
        }
        wait(100);
    }
    return wrong;
}

int storm(int pods, int seconds, int perSecond)
{
    constexpr int kEveryMs = 10;
    Server server;
    if (!server.start(pods, perSecond)) {
        return 1;
    }
    Screen screen(server.access(server.port()));
    if (!screen.reader.untilLive(600'000)) {
        return 1;
    }
    wait(3000);
    const double before = memoryMib("VmRSS:");
    const double cpu = ownCpu();
    QList<double> gaps;
    QElapsedTimer total;
    QElapsedTimer last;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, [&] {
        gaps.append(qMax(0.0, static_cast<double>(last.nsecsElapsed()) / 1e6 - kEveryMs));
        last.restart();
    });
    server.go();
    total.start();
    last.start();
    beat.start(kEveryMs);
    wait(seconds * 1000);
    beat.stop();
    const double used = ownCpu() - cpu;
    const double took = static_cast<double>(total.elapsed()) / 1000.0;
    const qint64 changes = server.rest();
    const double after = memoryMib("VmRSS:");
    const QStringList wrong = differences(screen.reader.store, server.access(server.port()));
    print({ { u"rows"_s, screen.table.total() }, { u"changes"_s, changes }, { u"per_second"_s, static_cast<double>(changes) / took }, { u"blocked"_s, quantiles(gaps) }, { u"cpu_share"_s, used / took },
        { u"memory_before_mib"_s, before }, { u"memory_after_mib"_s, after }, { u"differences"_s, wrong.size() } });
    return wrong.isEmpty() ? 0 : 1;
}

int churn(int pods, int minutes, int perSecond)
{
    Server server;
    if (!server.start(pods, perSecond)) {
        return 1;
    }
    test::Relay relay(server.port());
    Screen screen(server.access(relay.port()));
    if (!screen.reader.untilLive(600'000)) {
        return 1;
    }
    const double before = memoryMib("VmRSS:");
    const double cpu = ownCpu();
    QRandomGenerator random(11);
    QElapsedTimer total;
    total.start();
    server.go();
    int cuts = 0, resets = 0, silences = 0;
    while (total.elapsed() < minutes * 60'000) {
        wait(3000 + static_cast<int>(random.bounded(12'000)));
        switch (random.bounded(3)) {
        case 0: relay.close(), ++cuts; break;
        case 1: relay.reset(), ++resets; break;
        default: relay.hush(), ++silences; break;
        }
        wait(200 + static_cast<int>(random.bounded(4000)));
        relay.pass();
    }
    const double share = (ownCpu() - cpu) * 1000.0 / static_cast<double>(total.elapsed());
    const qint64 changes = server.rest();
    const bool isLive = screen.reader.untilLive(120'000);
    const QStringList wrong = differences(screen.reader.store, server.access(server.port()));
    for (const QString& one : wrong.mid(0, 20)) {
        std::fprintf(stderr, "%s\n", qPrintable(one));
    }
    print({ { u"rows"_s, screen.table.total() }, { u"minutes"_s, static_cast<double>(total.elapsed()) / 60'000.0 }, { u"changes"_s, changes }, { u"closed"_s, cuts }, { u"reset"_s, resets },
        { u"silenced"_s, silences }, { u"live_at_the_end"_s, isLive }, { u"differences"_s, wrong.size() }, { u"cpu_share"_s, share }, { u"memory_before_mib"_s, before }, { u"memory_after_mib"_s, memoryMib("VmRSS:") } });
    return isLive && wrong.isEmpty() ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QByteArray what(argc > 1 ? argv[1] : "");
    const auto number = [argc, argv](int at, int otherwise) { return argc > at ? qMax(1, QByteArray(argv[at]).toInt()) : otherwise; };
    if (what == "serve") {
        QCoreApplication app(argc, argv);
        return serveRestlessPods(app, number(2, 1000), number(3, 2000));
    }
    const QApplication app(argc, argv);
    if (what == "storm") {
        return storm(number(2, 50'000), number(3, 60), number(4, 2000));
    }
    if (what == "churn") {
        return churn(number(2, 5000), number(3, 30), number(4, 200));
    }
    std::fprintf(stderr, "bench_watch storm PODS SECONDS [PER_SECOND] | churn PODS MINUTES [PER_SECOND] | serve PODS PER_SECOND\n");
    return 2;
}

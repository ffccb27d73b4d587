// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_real_pods [PODS [NODES [STRANGERS]]]: what it costs to list all pods of a real kube-apiserver: Cocoon's sorted table beside
// curl, kubectl and the informer of @kubernetes/client-node (STRANGERS is the folder with its node_modules and a copy of
// read_pods.mjs; left out, it is not measured). Needs KUBEBUILDER_ASSETS. Every reader is a process of its own, each measured as
// test/bench/run.sh does on the sandbox. Prints JSON.
#include "services/base/json.h"
#include "services/kube/client.h"
#include "test/support/real_api_server.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QProcess>

#include <algorithm>
#include <cstdio>

using namespace cocoon;
using namespace Qt::StringLiterals;

namespace {

struct Reach {
    kube::Access access;
    net::HttpTransport transport;
    kube::Client client;
    explicit Reach(const QString& kubeconfig)
        : access(*kube::Config::load(kubeconfig, {}, {})->access())
        , transport(kube::optionsFor(access))
        , client(transport, access)
    {
    }
};

QJsonObject node(int number)
{
    return { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Node"_s }, { u"metadata"_s, QJsonObject { { u"name"_s, u"node-%1"_s.arg(number) } } } };
}

QJsonObject pod(int number, int nodes)
{
    QJsonArray environment;
    for (int i = 0; i < 20; ++i) { // about 4 KiB, as pods have them
        environment.append(QJsonObject { { u"name"_s, u"VARIABLE_%1"_s.arg(i) }, { u"value"_s, u"a value of some length for variable %1 of pod %2"_s.arg(i).arg(number) } });
    }
    const QJsonObject container { { u"name"_s, u"main"_s }, { u"image"_s, u"registry.example.com/app:1"_s }, { u"env"_s, environment } };
    return { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Pod"_s },
        { u"metadata"_s, QJsonObject { { u"name"_s, u"pod-%1"_s.arg(number, 5, 10, QChar(u'0')) }, { u"namespace"_s, u"default"_s },
                             { u"labels"_s, QJsonObject { { u"app"_s, u"bench"_s }, { u"number"_s, QString::number(number) } } } } },
        { u"spec"_s, QJsonObject { { u"nodeName"_s, u"node-%1"_s.arg(number % nodes) }, { u"containers"_s, QJsonArray { QJsonValue(container) } } } } };
}

bool fill(const QString& kubeconfig, const kube::Resource& resource, const QString& ns, int count, const std::function<QJsonObject(int)>& make)
{
    Reach reach(kubeconfig);
    QEventLoop loop;
    int next = 0, running = 0;
    QString failure;
    std::function<void()> more = [&] {
        while (running < 8 && next < count && failure.isEmpty()) {
            ++running;
            reach.client.create(resource, ns, make(next++))->then(&loop, [&](const Result<QJsonObject>& r) {
                --running;
                if (!r && r.error().code != Errc::Conflict) {
                    failure = r.error().message;
                }
                more();
            });
        }
        if (running == 0) {
            loop.quit();
        }
    };
    QMetaObject::invokeMethod(&loop, [&] { more(); }, Qt::QueuedConnection);
    loop.exec();
    if (!failure.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(failure));
    }
    return failure.isEmpty();
}

/// What another program says, when it went well.
QByteArray output(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    const bool isGood = process.waitForFinished(-1) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    return isGood ? process.readAllStandardOutput() : QByteArray();
}

/// By bench_tables, which stands beside this program.
QJsonObject measure(const QStringList& what)
{
    const auto said = parseJsonObject(output(QCoreApplication::applicationDirPath() + u"/bench_tables"_s, what));
    return said.value_or(QJsonObject { { u"exit"_s, -1 } });
}

QJsonObject withBytes(QJsonObject figures, const QByteArray& bytes)
{
    figures.insert(u"bytes"_s, bytes.toLongLong());
    return figures;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (const QString why = test::RealApiServer::missing(); !why.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(why));
        return 2;
    }
    const int pods = arguments.size() > 1 ? qMax(1, arguments.at(1).toInt()) : 20000;
    const int nodes = arguments.size() > 2 ? qMax(1, arguments.at(2).toInt()) : 100;
    test::RealApiServer server;
    if (!server.start() || !fill(server.kubeconfig(), kube::res::nodes, {}, nodes, node)
        || !fill(server.kubeconfig(), kube::res::pods, u"default"_s, pods, [nodes](int number) { return pod(number, nodes); })) {
        std::fprintf(stderr, "%s\n", server.said().constData());
        return 1;
    }
    const QString all = server.url().toString() + u"/api/v1/pods"_s;
    const QStringList curl { u"-sk"_s, u"--fail"_s, u"-A"_s, u"cocoon-bench"_s, u"-o"_s, u"/dev/null"_s, u"-H"_s, u"Authorization: Bearer "_s + QString::fromUtf8(server.token()) };
    const QStringList size { u"-w"_s, u"%{size_download}"_s };
    const QStringList run { u"run"_s, u"--"_s };
    const QByteArray bytes = output(u"curl"_s, curl + size + QStringList { all }); // and the server's caches are warm for everybody
    const QByteArray table = output(u"curl"_s, curl + size + QStringList { u"-H"_s, u"Accept: application/json;as=Table;g=meta.k8s.io;v=v1"_s, all });
    QJsonObject clients {
        { u"curl"_s, withBytes(measure(run + QStringList { u"curl"_s } + curl + QStringList { all }), bytes) },
        { u"cocoon"_s, measure({ u"list"_s, server.kubeconfig(), QString::number(pods) }) },
        { u"kubectl"_s, withBytes(measure(run + QStringList { u"kubectl"_s, u"--kubeconfig"_s, server.kubeconfig(), u"get"_s, u"pods"_s, u"-A"_s }), table) },
    };
    if (arguments.size() > 3) {
        clients.insert(u"clientnode"_s, withBytes(measure(run + QStringList { u"node"_s, arguments.at(3) + u"/read_pods.mjs"_s, server.kubeconfig() }), bytes));
    }
    std::printf("%s\n", toPrettyJson(QJsonObject { { u"server"_s, server.version() }, { u"nodes"_s, nodes }, { u"pods"_s, pods }, { u"clients"_s, clients } }).constData());
    const bool isGood = std::all_of(clients.begin(), clients.end(), [](const QJsonValue& one) { return one[u"exit"_s].toInt() == 0; });
    return isGood ? 0 : 1;
}

// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_real_pods [PODS [STRANGERS]]: what it costs to list all pods of a real kube-apiserver and to watch them, for Cocoon's
// reader beside kubectl, curl and the informer of @kubernetes/client-node (STRANGERS is the folder with its node_modules and a
// copy of read_pods.mjs; left out, it is not measured). Needs KUBEBUILDER_ASSETS. Every reader is a process of its own. Prints JSON.
#include "services/base/clock.h"
#include "services/base/json.h"
#include "services/kube/client.h"
#include "services/kube/reflector.h"
#include "test/support/real_api_server.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QStandardPaths>

#include <cstdio>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

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

/// A reader: until everything is there and the watch is open.
int readAll(const QString& kubeconfig)
{
    Reach reach(kubeconfig);
    SystemClock clock;
    kube::Reflector reflector(reach.client, clock, kube::res::pods, {});
    QEventLoop loop;
    QObject::connect(&reflector, &kube::Reflector::changed, &loop, &QEventLoop::quit);
    reflector.start();
    while (!reflector.isReady() || reflector.state() != kube::Reflector::State::Watching) {
        loop.exec();
    }
    std::printf("%lld\n", static_cast<long long>(reflector.objects().size()));
    return 0;
}

QJsonObject pod(int number)
{
    QJsonArray environment;
    for (int i = 0; i < 20; ++i) { // about 4 KiB, as pods have them
        environment.append(QJsonObject { { u"name"_s, u"VARIABLE_%1"_s.arg(i) }, { u"value"_s, u"a value of some length for variable %1 of pod %2"_s.arg(i).arg(number) } });
    }
    const QJsonObject container { { u"name"_s, u"main"_s }, { u"image"_s, u"registry.example.com/app:1"_s }, { u"env"_s, environment } };
    return { { u"apiVersion"_s, u"v1"_s }, { u"kind"_s, u"Pod"_s },
        { u"metadata"_s, QJsonObject { { u"name"_s, u"pod-%1"_s.arg(number, 5, 10, QChar(u'0')) }, { u"namespace"_s, u"default"_s },
                             { u"labels"_s, QJsonObject { { u"app"_s, u"bench"_s }, { u"number"_s, QString::number(number) } } } } },
        { u"spec"_s, QJsonObject { { u"nodeName"_s, u"node-%1"_s.arg(number % 100) }, { u"containers"_s, QJsonArray { QJsonValue(container) } } } } };
}

bool fill(const QString& kubeconfig, int pods)
{
    Reach reach(kubeconfig);
    QEventLoop loop;
    int next = 0, running = 0;
    QString failure;
    std::function<void()> more = [&] {
        while (running < 8 && next < pods && failure.isEmpty()) {
            ++running;
            reach.client.create(kube::res::pods, u"default"_s, pod(next++))->then(&loop, [&](const Result<QJsonObject>& r) {
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

QJsonObject measure(const QStringList& command)
{
    QList<QByteArray> words;
    for (const QString& word : command) {
        words.append(word.toLocal8Bit());
    }
    std::vector<char*> arguments;
    for (QByteArray& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    QElapsedTimer since;
    since.start();
    pid_t process = 0;
    const int failed = posix_spawnp(&process, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        return { { u"error"_s, QString::fromLocal8Bit(std::strerror(failed)) } };
    }
    int status = 0;
    rusage usage {};
    wait4(process, &status, 0, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return { { u"exit"_s, WIFEXITED(status) ? WEXITSTATUS(status) : -1 }, { u"wallSeconds"_s, static_cast<double>(since.elapsed()) / 1000.0 },
        { u"cpuSeconds"_s, seconds(usage.ru_utime) + seconds(usage.ru_stime) }, { u"peakMiB"_s, static_cast<double>(usage.ru_maxrss) / 1024.0 } };
}

}

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "read"_L1) {
        return readAll(arguments.value(2));
    }
    if (const QString why = test::RealApiServer::missing(); !why.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(why));
        return 2;
    }
    const int pods = arguments.size() > 1 ? arguments.at(1).toInt() : 20000;
    test::RealApiServer server;
    if (!server.start() || !fill(server.kubeconfig(), pods)) {
        std::fprintf(stderr, "%s\n", server.said().constData());
        return 1;
    }
    QJsonObject result { { u"server"_s, server.version() }, { u"pods"_s, pods } };
    const QString all = server.url().toString() + u"/api/v1/pods"_s;
    const QStringList curl { u"curl"_s, u"-sk"_s, u"-A"_s, u"cocoon-bench"_s, u"-H"_s, u"Authorization: Bearer "_s + QString::fromUtf8(server.token()), all };
    measure(curl); // the server's caches are warm for everybody
    result.insert(u"curl"_s, measure(curl));
    result.insert(u"cocoon"_s, measure({ QCoreApplication::applicationFilePath(), u"read"_s, server.kubeconfig() }));
    result.insert(u"kubectl"_s, measure({ u"kubectl"_s, u"--kubeconfig"_s, server.kubeconfig(), u"get"_s, u"pods"_s, u"-A"_s }));
    if (arguments.size() > 2) {
        result.insert(u"informer"_s, measure({ u"node"_s, arguments.at(2) + u"/read_pods.mjs"_s, server.kubeconfig() }));
    }
    std::printf("%s\n", toPrettyJson(result).constData());
    return 0;
}

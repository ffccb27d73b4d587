// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/options.h"

namespace cocoon::ctl {

using namespace Qt::StringLiterals;

namespace {
    const QStringList kCommands { QStringLiteral("sandbox"), QStringLiteral("check"), QStringLiteral("plan"), QStringLiteral("apply"),
        QStringLiteral("status"), QStringLiteral("export"), QStringLiteral("login"), QStringLiteral("logout") };

    const QStringList kSteps { QStringLiteral("connect"), QStringLiteral("prerequisites"), QStringLiteral("operator"), QStringLiteral("access"),
        QStringLiteral("image"), QStringLiteral("credential"), QStringLiteral("ssh-key"), QStringLiteral("configuration"), QStringLiteral("nodes"),
        QStringLiteral("trust"), QStringLiteral("workload") };
    const QStringList kAllow { QStringLiteral("restart-adaptor"), QStringLiteral("outbound"), QStringLiteral("overwrite"),
        QStringLiteral("evict-peer-pods"), QStringLiteral("trust-certificate"), QStringLiteral("reboot-from-inside") };

    /// Options that only some commands know; every other one is common to all but sandbox.
    const QHash<QString, QStringList> kOnlyFor {
        { QStringLiteral("nodes"), { QStringLiteral("sandbox") } }, { QStringLiteral("pods"), { QStringLiteral("sandbox") } },
        { QStringLiteral("peer-pods"), { QStringLiteral("sandbox") } },
        { QStringLiteral("speed"), { QStringLiteral("sandbox") } }, { QStringLiteral("seed"), { QStringLiteral("sandbox") } },
        { QStringLiteral("scenario"), { QStringLiteral("sandbox") } }, { QStringLiteral("state"), { QStringLiteral("sandbox") } },
        { QStringLiteral("api-server"), { QStringLiteral("sandbox") } }, { QStringLiteral("controllers"), { QStringLiteral("sandbox") } },
        { QStringLiteral("clean"), { QStringLiteral("sandbox") } },
        { QStringLiteral("yes"), { QStringLiteral("apply") } }, { QStringLiteral("allow"), { QStringLiteral("apply") } },
        { QStringLiteral("timeout"), { QStringLiteral("apply") } }, { QStringLiteral("out"), { QStringLiteral("plan"), QStringLiteral("export") } },
        { QStringLiteral("step"), { QStringLiteral("apply"), QStringLiteral("plan") } }, { QStringLiteral("format"), { QStringLiteral("export") } },
    };

    tl::unexpected<Error> usage(const QString& text)
    {
        return fail(Errc::Invalid, text + u"\nTry: cocoonctl --help"_s);
    }

    template <class T>
    Result<T> number(const QCommandLineParser& parser, const QString& name, T fallback)
    {
        if (!parser.isSet(name)) {
            return fallback;
        }
        bool ok = false;
        const double value = parser.value(name).toDouble(&ok);
        if (!ok || value < 0) {
            return usage(u"--%1 takes a number from 0, not \"%2\"."_s.arg(name, parser.value(name)));
        }
        return static_cast<T>(value);
    }
}

QString Options::helpText()
{
    return QStringLiteral(
        "cocoonctl - confidential containers on Red Hat OpenShift on IBM Cloud\n"
        "\n"
        "  cocoonctl sandbox [--nodes N] [--pods N] [--speed X] [--seed N] [--scenario FILE] [--state DIR]\n"
        "      A whole simulated world on loopback. Prints one JSON line when it is ready, runs until it is ended.\n"
        "      With --peer-pods N the first N of the pods are confidential and have a VSI each.\n"
        "  cocoonctl sandbox --api-server KUBECONFIG [--context NAME] [--controllers auto|on|off] [--clean]\n"
        "      The same on a kube-apiserver of this machine; what Kubernetes' own controllers do is played where it has none.\n"
        "      --clean removes everything a sandbox made there.\n"
        "  cocoonctl check    looks at everything before the first change and says what stands in the way\n"
        "  cocoonctl plan     shows every change that would be made; never writes to the cluster or the cloud\n"
        "  cocoonctl apply    makes them, and waits until the world shows their effect\n"
        "  cocoonctl status   says where the installation stands\n"
        "  cocoonctl export --format commands|yaml   the plan as a script, or as manifests\n"
        "  cocoonctl export --format kubeconfig --out FILE   access for your own oc, in a file that only you can read\n"
        "  cocoonctl login    has IBM Cloud accept an API key and keeps it in the desktop's keyring\n"
        "  cocoonctl logout   forgets it\n"
        "\n"
        "Where:  --profile FILE   how to reach the cluster and the cloud\n"
        "        --cluster NAME   name or id of the cluster; where it is left open, the only one that fits, or you are asked\n"
        "        --intent FILE    what is wanted; without it a default is proposed, and written by apply\n"
        "        --kubeconfig FILE, --context NAME   beat the profile; without both the containers API is asked\n"
        "Who:    --api-key-file FILE, or the variable IBMCLOUD_API_KEY, or the key that login kept in the keyring,\n"
        "        or --passcode (asks for a one-time passcode)\n"
        "        --account ID     the account for a passcode that has several, or which kept key is meant\n"
        "How:    --json           for programs; progress stays on stderr\n"
        "        --yes            approve the plan up to and including worker reboots\n"
        "        --allow NAME     approve what --yes does not: overwrite (fields somebody else set),\n"
        "                         evict-peer-pods, restart-adaptor, outbound, trust-certificate,\n"
        "                         reboot-from-inside (where the service refuses to reboot a worker)\n"
        "        --step ID        only this step (may be repeated)\n"
        "        --timeout TIME   bound of every wait, for example 20m\n"
        "        --out FILE       plan: save it, for \"cocoonctl apply FILE\"\n"
        "        --state-dir DIR  where the journal lies ($XDG_STATE_HOME/cocoon)\n"
        "\n"
        "Exit status: 0 done or nothing to do, 1 failed, 2 usage, 3 changes are pending, 4 blocked.\n");
}

Result<milliseconds> parseDuration(const QString& text)
{
    static const QHash<QChar, qint64> units { { u's', 1000 }, { u'm', 60000 }, { u'h', 3600000 } };
    QString digits = text;
    qint64 unit = 1000;
    if (!text.isEmpty() && units.contains(text.back())) {
        unit = units.value(text.back());
        digits.chop(1);
    }
    bool ok = false;
    const double value = digits.toDouble(&ok);
    if (!ok || value <= 0) {
        return usage(u"\"%1\" is not a time such as 90s, 15m or 2h."_s.arg(text));
    }
    return milliseconds(static_cast<qint64>(value * static_cast<double>(unit)));
}

Result<Options> Options::parse(const QStringList& words)
{
    QCommandLineParser parser;
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
    for (const char* flag : { "json", "yes", "passcode", "help", "version", "clean" }) {
        parser.addOption(QCommandLineOption(QString::fromLatin1(flag)));
    }
    for (const char* name : { "profile", "intent", "kubeconfig", "context", "api-key-file", "account", "cluster", "state-dir", "out", "format",
             "allow", "step", "timeout", "nodes", "pods", "peer-pods", "speed", "seed", "scenario", "state", "api-server", "controllers" }) {
        parser.addOption(QCommandLineOption(QString::fromLatin1(name), {}, u"value"_s));
    }
    if (!parser.parse(QStringList(u"cocoonctl"_s) + words)) {
        return usage(parser.errorText());
    }
    Options options;
    const QStringList positional = parser.positionalArguments();
    options.command = positional.value(0);
    if (parser.isSet(u"help"_s)) {
        options.command = u"help"_s;
        return options;
    }
    if (parser.isSet(u"version"_s)) {
        options.command = u"version"_s;
        return options;
    }
    if (!kCommands.contains(options.command)) {
        return usage(options.command.isEmpty() ? u"A command is missing: %1."_s.arg(kCommands.join(u", "_s))
                                               : u"\"%1\" is not a command: %2."_s.arg(options.command, kCommands.join(u", "_s)));
    }
    const qsizetype most = options.command == u"apply" ? 2 : 1;
    if (positional.size() > most) {
        return usage(u"\"%1\" is one word too many."_s.arg(positional.at(most)));
    }
    const bool isSandbox = options.command == u"sandbox";
    for (auto it = kOnlyFor.begin(); it != kOnlyFor.end(); ++it) {
        if (parser.isSet(it.key()) && !it->contains(options.command)) {
            return usage(u"--%1 belongs to the command %2."_s.arg(it.key(), it->join(u" or "_s)));
        }
    }
    for (const auto& [name, known] : { std::pair(u"step"_s, kSteps), std::pair(u"allow"_s, kAllow) }) {
        const QStringList given = parser.values(name);
        for (const QString& value : given) {
            if (!known.contains(value)) {
                return usage(u"--%1 %2 is not known; there are: %3."_s.arg(name, value, known.join(u", "_s)));
            }
        }
    }
    options.file = positional.value(1);
    options.json = parser.isSet(u"json"_s);
    options.yes = parser.isSet(u"yes"_s);
    options.passcode = parser.isSet(u"passcode"_s);
    options.profileFile = parser.value(u"profile"_s);
    options.intentFile = parser.value(u"intent"_s);
    options.kubeconfig = parser.value(u"kubeconfig"_s);
    options.context = parser.value(u"context"_s);
    options.apiKeyFile = parser.value(u"api-key-file"_s);
    options.account = parser.value(u"account"_s);
    options.cluster = parser.value(u"cluster"_s);
    options.stateDir = parser.value(isSandbox ? u"state"_s : u"state-dir"_s);
    options.out = parser.value(u"out"_s);
    options.allow = parser.values(u"allow"_s);
    options.steps = parser.values(u"step"_s);
    options.scenarioFile = parser.value(u"scenario"_s);
    options.apiServer = parser.value(u"api-server"_s);
    options.clean = parser.isSet(u"clean"_s);
    options.controllers = parser.isSet(u"controllers"_s) ? parser.value(u"controllers"_s) : u"auto"_s;
    if (options.controllers != u"auto" && options.controllers != u"on" && options.controllers != u"off") {
        return usage(u"--controllers takes auto, on or off, not \"%1\"."_s.arg(options.controllers));
    }
    if (options.apiServer.isEmpty() && (options.clean || parser.isSet(u"controllers"_s))) {
        return usage(u"--%1 is about an API server that is not the sandbox's own: name it with --api-server KUBECONFIG."_s.arg(
            options.clean ? u"clean"_s : u"controllers"_s));
    }
    if (parser.isSet(u"format"_s)) {
        options.format = parser.value(u"format"_s);
        if (options.format != u"commands" && options.format != u"yaml" && options.format != u"kubeconfig") {
            return usage(u"--format takes commands, yaml or kubeconfig, not \"%1\"."_s.arg(options.format));
        }
    }
    const bool isKey = options.format == u"kubeconfig";
    if (options.command == u"export" && isKey == options.out.isEmpty()) {
        return usage(isKey ? u"A kubeconfig is a key to the cluster: say with --out FILE where it may lie."_s : u"--out is for --format kubeconfig; redirect what export prints."_s);
    }
    if (parser.isSet(u"timeout"_s)) {
        const Result<milliseconds> timeout = parseDuration(parser.value(u"timeout"_s));
        if (!timeout) {
            return tl::unexpected(timeout.error());
        }
        options.timeout = *timeout;
    }
    const Result<int> nodes = number(parser, u"nodes"_s, 0);
    const Result<int> pods = number(parser, u"pods"_s, -1);
    const Result<int> peerPods = number(parser, u"peer-pods"_s, -1);
    const Result<double> speed = number(parser, u"speed"_s, 1.0);
    const Result<quint32> seed = number(parser, u"seed"_s, quint32(1));
    if (!nodes || !pods || !peerPods || !speed || !seed) {
        return tl::unexpected(!nodes ? nodes.error() : !pods ? pods.error() : !peerPods ? peerPods.error() : !speed ? speed.error() : seed.error());
    }
    options.nodes = *nodes;
    options.pods = *pods;
    options.peerPods = *peerPods;
    options.speed = *speed;
    options.seed = *seed;
    return options;
}

} // namespace cocoon::ctl

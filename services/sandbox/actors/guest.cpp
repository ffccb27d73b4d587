// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/guest.h"

#include "services/base/json.h"
#include "services/coco/initdata.h"
#include "services/sandbox/actors/key_fetch.h"

namespace cocoon::sandbox {

using namespace Qt::StringLiterals;

Guest::Guest(NodeRuntime& runtime, CloudApiAdaptor& adaptor, QObject* parent)
    : QObject(parent)
    , m_adaptor(adaptor)
{
    runtime.guestExec = [this](const QJsonObject& pod, const QStringList& command, NodeRuntime::ExecDone done) { exec(pod, command, done); };
}

void Guest::exec(const QJsonObject& pod, const QStringList& command, const NodeRuntime::ExecDone& done)
{
    const CloudApiAdaptor::GuestFacts facts = m_adaptor.guestOf(pod);
    if (facts.instanceId.isEmpty()) {
        NodeRuntime::ExecResult gone;
        gone.refusal = u"failed to connect to the agent: sandbox is gone (the adaptor restarted)"_s;
        done(gone);
        return;
    }
    bool denied = facts.facts->guestDeniesExec;
    const Result<coco::Initdata> initdata = coco::decodeInitdata(facts.initdata.toLatin1());
    if (initdata && initdata->data.contains(u"policy.rego"_s)) {
        // A policy of one's own replaces the stock one; the sandbox reads only whether it lets ExecProcessRequest through.
        denied = !initdata->data.value(u"policy.rego"_s).contains(u"default ExecProcessRequest := true"_s);
    }
    if (denied) {
        NodeRuntime::ExecResult refused;
        refused.refusal = u"cannot enter container: rpc error: code = PermissionDenied desc = \"ExecProcessRequest is blocked by policy: \""_s;
        done(refused);
        return;
    }
    if (command.value(0).section(u'/', -1) != u"curl") {
        done(answerCommand(pod, command));
        return;
    }
    Curl options;
    for (qsizetype i = 1; i < command.size(); ++i) {
        const QString& word = command.at(i);
        if (word == u"-o" || word == u"--output") {
            options.discard = true;
            ++i;
        } else if (word == u"-w" || word == u"--write-out") {
            options.format = command.value(++i);
        } else if (word == u"-m" || word == u"--max-time" || word == u"--connect-timeout" || word.startsWith(u"--retry"_s)) {
            i += word == u"--retry-connrefused" ? 0 : 1;
        } else if (word.startsWith(u"--")) {
            options.failOnError = options.failOnError || word == u"--fail";
        } else if (word.startsWith(u'-')) {
            options.failOnError = options.failOnError || word.contains(u'f');
        } else {
            options.url = word;
        }
    }
    curl(facts, options, done);
}

void Guest::curl(const CloudApiAdaptor::GuestFacts& facts, const Curl& options, const NodeRuntime::ExecDone& done)
{
    const QUrl url(options.url.contains(u"://") ? options.url : u"http://"_s + options.url);
    if (url.host() != u"127.0.0.1" || url.port(80) != 8006) {
        NodeRuntime::ExecResult result;
        result.exitCode = 7;
        result.err = u"curl: (7) Failed to connect to %1 port %2: Connection refused\n"_s.arg(url.host()).arg(url.port(80)).toUtf8();
        done(result);
        return;
    }
    const HttpAnswer answer = [options, done](int status, const QByteArray& body) {
        NodeRuntime::ExecResult result;
        if (status >= 400 && options.failOnError) {
            result.exitCode = 22;
            result.err = u"curl: (22) The requested URL returned error: %1\n"_s.arg(status).toUtf8();
        } else if (!options.discard) {
            result.out = body;
        }
        result.out += QString(options.format).replace(u"%{http_code}"_s, QString::number(status)).replace(u"\\n"_s, u"\n"_s).toUtf8();
        done(result);
    };
    const QString prefix = u"/cdh/resource/"_s;
    if (url.path().startsWith(prefix)) {
        fetchResource(facts, url.path().mid(prefix.size()), answer);
    } else if (url.path() == u"/info") {
        answer(200, toJson(QJsonObject { { u"version"_s, u"0.13.0"_s }, { u"tee"_s, u"tdx"_s } }));
    } else {
        answer(404, "URL NOT FOUND");
    }
}

void Guest::fetchResource(const CloudApiAdaptor::GuestFacts& facts, const QString& path, const HttpAnswer& answer)
{
    const Result<coco::Initdata> initdata = coco::decodeInitdata(facts.initdata.toLatin1());
    if (!initdata || initdata->trusteeUrl().isEmpty()) {
        answer(500, KeyFetch::failure(u"kbs client initialization failed"_s).toUtf8());
        return;
    }
    KeyFetch::Guest guest { *initdata, facts.facts->kbsProtocol, {} };
    // The evidence is the hardware's: the VM's real mode decides, not what somebody configured.
    facts.cloud->instance(facts.instanceId)->then(this, [this, guest, path, answer](const Result<QJsonObject>& r) {
        KeyFetch::Guest known = guest;
        known.tee = r && r->value(u"confidential_compute_mode"_s).toString() == u"tdx" ? u"tdx"_s : u"sample"_s;
        (new KeyFetch(known, path, this))->then(this, [answer](const Result<QByteArray>& secret) {
            answer(secret ? 200 : 500, secret ? *secret : secret.error().message.toUtf8());
        });
    });
}

} // namespace cocoon::sandbox

// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/exec_session.h"

#include "services/base/json.h"

#include <QJsonArray>
#include <QRandomGenerator>

namespace cocoon::kube {

namespace {
    constexpr milliseconds kPingEvery { 5000 };
    // Output may still be on its way when the status arrives; servers that never close must not hold us for ever.
    constexpr milliseconds kGraceAfterStatus { 1000 };
    constexpr qsizetype kStdinChunk = 32 * 1024;
    constexpr qsizetype kMaxOutput = 64 * 1024 * 1024;

    enum Channel : char { Stdin = 0, Stdout = 1, Stderr = 2, Status = 3 };

    QByteArray clientFrame(quint8 opcode, const QByteArray& payload)
    {
        net::WebSocketFrame frame;
        frame.opcode = opcode;
        frame.payload = payload;
        return net::encodeWebSocketFrame(frame, true);
    }
}

Result<ExecFrames::Step> ExecFrames::feed(const QByteArray& bytes)
{
    const Result<QList<net::WebSocketFrame>> frames = m_decoder.feed(bytes);
    if (!frames) {
        return tl::unexpected(frames.error());
    }
    Step all;
    for (const net::WebSocketFrame& frame : *frames) {
        const Result<Step> one = take(frame);
        if (!one) {
            return one;
        }
        all.reply += one->reply;
        all.isClosed = all.isClosed || one->isClosed;
        all.hasOutput = all.hasOutput || one->hasOutput;
    }
    return all;
}

Result<ExecFrames::Step> ExecFrames::take(const net::WebSocketFrame& frame)
{
    Step step;
    switch (frame.opcode) {
    case net::WebSocketFrame::Ping:
        step.reply = clientFrame(net::WebSocketFrame::Pong, frame.payload);
        return step;
    case net::WebSocketFrame::Close:
        step.reply = clientFrame(net::WebSocketFrame::Close, frame.payload.left(2));
        step.isClosed = true;
        return step;
    case net::WebSocketFrame::Binary:
    case net::WebSocketFrame::Text:
        break;
    default:
        return step;
    }
    if (frame.payload.size() < 2) {
        return step; // v4 opens every channel with an empty message
    }
    const QByteArray content = frame.payload.mid(1);
    step.hasOutput = true;
    switch (frame.payload.at(0)) {
    case Stdout:
        m_result.out += content;
        break;
    case Stderr:
        m_result.err += content;
        break;
    case Status: {
        const Result<QJsonObject> status = parseJsonObject(content);
        if (!status) {
            return fail(Errc::Protocol, QStringLiteral("The status of the command is not readable: a JSON object was expected."),
                QString::fromUtf8(content.left(1000)));
        }
        if (str(*status, { u"status" }).isEmpty()) {
            return fail(Errc::Protocol, QStringLiteral("The field \"status\" is missing in the status of the command."));
        }
        m_status = *status;
        break;
    }
    default:
        step.hasOutput = false;
        break;
    }
    if (m_result.out.size() + m_result.err.size() > kMaxOutput) {
        return fail(Errc::Invalid, QStringLiteral("The command printed more than 64 MiB."));
    }
    return step;
}

Result<ExecResult> ExecFrames::outcome() const
{
    if (!m_status) {
        return fail(Errc::Network, QStringLiteral("The connection ended before the command did."));
    }
    ExecResult result = m_result;
    if (str(*m_status, { u"status" }) == QLatin1String("Success")) {
        return result;
    }
    result.message = str(*m_status, { u"message" });
    if (str(*m_status, { u"reason" }) == QLatin1String("NonZeroExitCode")) {
        const QJsonArray causes = at(*m_status, { u"details", u"causes" }).toArray();
        for (const QJsonValue& cause : causes) {
            bool isNumber = false;
            const int code = str(cause, { u"message" }).toInt(&isNumber);
            if (str(cause, { u"reason" }) == QLatin1String("ExitCode") && isNumber) {
                result.exitCode = code;
                return result;
            }
        }
        result.exitCode = 1;
        return result;
    }
    return tl::unexpected(errorFromStatus(*m_status));
}

QByteArray ExecSession::makeKey()
{
    quint32 random[4];
    QRandomGenerator::system()->fillRange(random);
    return QByteArray(reinterpret_cast<const char*>(random), sizeof random).toBase64();
}

Job<ExecResult>* ExecSession::run(
    net::Stream* stream, const QByteArray& key, const QByteArray& stdinData, const QString& action, QObject* owner,
    milliseconds quietLimit)
{
    auto* job = new Job<ExecResult>(owner);
    auto* session = new ExecSession(stream, key, stdinData, action, job, quietLimit);
    job->onCancel([guard = QPointer<ExecSession>(session)] { delete guard.data(); });
    return job;
}

ExecSession::ExecSession(
    net::Stream* stream, QByteArray key, QByteArray stdinData, QString action, Job<ExecResult>* job, milliseconds quietLimit)
    : QObject(job)
    , m_stream(stream)
    , m_key(std::move(key))
    , m_stdin(std::move(stdinData))
    , m_action(std::move(action))
    , m_job(job)
{
    stream->setParent(this);
    connect(stream, &net::Stream::opened, this, &ExecSession::opened);
    connect(stream, &net::Stream::data, this, &ExecSession::data);
    connect(stream, &net::Stream::ended, this, &ExecSession::ended);
    // Keeps the idle deadline of the connection (and of proxies between) from striking while a command is quiet.
    m_ping.setInterval(kPingEvery);
    connect(&m_ping, &QTimer::timeout, this, [this] {
        if (m_stream) {
            m_stream->write(clientFrame(net::WebSocketFrame::Ping, {}));
        }
    });
    m_grace.setSingleShot(true);
    m_grace.setInterval(kGraceAfterStatus);
    connect(&m_grace, &QTimer::timeout, this, [this] { conclude(m_frames.outcome()); });
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quietLimit);
    connect(&m_quiet, &QTimer::timeout, this, [this] {
        const double seconds = static_cast<double>(m_quiet.interval()) / 1000.0;
        conclude(fail(Errc::Timeout, QStringLiteral("The command said nothing for %1 s.").arg(seconds)));
    });
}

void ExecSession::opened(int status, const net::Headers& headers)
{
    m_status = status;
    m_headers = headers;
    if (status >= 200 && status < 300) {
        conclude(fail(Errc::Protocol, QStringLiteral("The server answered %1 where it should have opened a WebSocket.").arg(status)));
        return;
    }
    if (status != 101) {
        return; // `ended` brings the body
    }
    if (headers.value("Sec-WebSocket-Accept").trimmed() != net::webSocketAccept(m_key)) {
        conclude(fail(Errc::Protocol, QStringLiteral("The server's WebSocket handshake is wrong.")));
        return;
    }
    const QByteArray protocol = headers.value("Sec-WebSocket-Protocol").trimmed();
    if (protocol != "v4.channel.k8s.io" && protocol != "v5.channel.k8s.io") {
        conclude(fail(Errc::Protocol,
            QStringLiteral("The server chose no known exec protocol (\"%1\").").arg(QString::fromLatin1(protocol))));
        return;
    }
    m_ping.start();
    m_quiet.start();
    sendStdin(protocol == "v5.channel.k8s.io");
}

void ExecSession::sendStdin(bool canHalfClose)
{
    if (m_stdin.isEmpty()) {
        return;
    }
    for (qsizetype from = 0; from < m_stdin.size(); from += kStdinChunk) {
        m_stream->write(clientFrame(
            net::WebSocketFrame::Binary, QByteArray(1, char(Stdin)) + m_stdin.mid(from, kStdinChunk)));
    }
    if (canHalfClose) {
        const char closeStdin[] = { char(0xff), char(Stdin) };
        m_stream->write(clientFrame(net::WebSocketFrame::Binary, QByteArray(closeStdin, 2)));
    }
}

void ExecSession::data(const QByteArray& bytes)
{
    if (m_status != 101) {
        return;
    }
    const Result<ExecFrames::Step> step = m_frames.feed(bytes);
    if (!step) {
        conclude(tl::unexpected(step.error()));
        return;
    }
    if (step->hasOutput) {
        m_quiet.start();
    }
    if (!step->reply.isEmpty() && m_stream) {
        m_stream->write(step->reply);
    }
    if (step->isClosed) {
        conclude(m_frames.outcome());
    } else if (m_frames.hasStatus()) {
        m_grace.start();
    }
}

void ExecSession::ended(const Error& error)
{
    if (m_status != 0 && m_status != 101) {
        net::Response response;
        response.status = m_status;
        response.headers = m_headers;
        response.body = error.detail.toUtf8();
        Error refused = errorFromResponse(response);
        refused.trail = error.trail;
        conclude(tl::unexpected(refused));
    } else if (m_frames.hasStatus() || error.code == Errc::Cancelled) {
        conclude(m_frames.outcome());
    } else {
        conclude(tl::unexpected(error));
    }
}

void ExecSession::conclude(const Result<ExecResult>& result)
{
    m_ping.stop();
    m_grace.stop();
    m_quiet.stop();
    if (m_stream) {
        m_stream->disconnect(this);
        m_stream->close();
    }
    if (result) {
        m_job->resolve(result);
    } else {
        m_job->resolve(tl::unexpected(result.error().trail.isEmpty() ? result.error().during(m_action) : result.error()));
    }
}

} // namespace cocoon::kube

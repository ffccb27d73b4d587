// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/api_transport.h"

#include <QTimer>

namespace cocoon::test {

namespace {
    net::Headers headersOf(const sandbox::ApiReply& reply)
    {
        net::Headers headers = reply.headers;
        headers.set("Content-Type", reply.contentType);
        return headers;
    }

    /// Delivers what the watch writes; nothing arrives from inside open() or a write of the caller.
    class ApiStream : public net::Stream {
    public:
        using net::Stream::Stream;
        ~ApiStream() override { ApiStream::close(); }
        void close() override
        {
            m_closed = true;
            if (m_stop) {
                const auto stop = std::exchange(m_stop, {});
                stop();
            }
        }
        void write(const QByteArray&) override { }

        void answer(const sandbox::ApiReply& reply)
        {
            if (m_closed) {
                return;
            }
            Q_EMIT opened(reply.status, headersOf(reply));
            if (m_closed) {
                return;
            }
            if (!reply.startWatch) {
                if (reply.status < 400) {
                    Q_EMIT data(reply.body);
                }
                finish(reply.status < 400 ? QByteArray() : reply.body, reply.status);
                return;
            }
            QPointer<ApiStream> self(this);
            m_stop = reply.startWatch(
                [self](const QByteArray& line) {
                    QTimer::singleShot(0, self.data(), [self, line] {
                        if (self && !self->m_closed) {
                            Q_EMIT self->data(line);
                        }
                    });
                },
                [self] {
                    QTimer::singleShot(0, self.data(), [self] {
                        if (self) {
                            self->finish({}, 200);
                        }
                    });
                });
        }

    private:
        void finish(const QByteArray& detail, int status)
        {
            if (!m_closed) {
                m_closed = true;
                Error error { Errc::Cancelled, QStringLiteral("The server ended the answer."), QString::fromUtf8(detail) };
                error.httpStatus = status;
                Q_EMIT ended(error);
            }
        }
        std::function<void()> m_stop;
        bool m_closed = false;
    };
}

ApiTransport::ApiTransport(sandbox::ApiServer& server, QObject* parent)
    : net::Transport(parent)
    , m_server(server)
{
}

sandbox::ApiRequest ApiTransport::translate(const net::Request& request)
{
    ++m_count;
    sandbox::ApiRequest call;
    call.method = request.method;
    call.path = request.url.path(QUrl::FullyDecoded);
    call.query = QUrlQuery(request.url.query(QUrl::FullyEncoded));
    call.headers = request.headers;
    call.body = request.secretBody ? request.secretBody->reveal() : request.body;
    call.user = QStringLiteral("kube:admin");
    call.groups = QStringList { QStringLiteral("system:masters"), QStringLiteral("system:authenticated") };
    return call;
}

Job<net::Response>* ApiTransport::send(const net::Request& request)
{
    auto* job = new Job<net::Response>(this);
    QPointer<Job<net::Response>> guard(job);
    m_server.handle(translate(request), [guard](const sandbox::ApiReply& reply) {
        if (guard) {
            net::Response response;
            response.status = reply.status;
            response.headers = headersOf(reply);
            response.body = reply.body;
            guard->resolve(response);
        }
    });
    return job;
}

net::Stream* ApiTransport::open(const net::Request& request)
{
    auto* stream = new ApiStream(this);
    QPointer<ApiStream> guard(stream);
    m_server.handle(translate(request), [guard](const sandbox::ApiReply& reply) {
        QTimer::singleShot(0, guard.data(), [guard, reply] {
            if (guard) {
                guard->answer(reply);
            }
        });
    });
    return stream;
}

} // namespace cocoon::test

// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/world/trustee_probe.h"

#include "services/coco/kbs.h"
#include "services/net/certificate_probe.h"
#include "services/net/http_transport.h"
#include "services/net/tls.h"
#include "services/net/transport.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

namespace cocoon::world {

using namespace Qt::StringLiterals;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::world)
    };

    constexpr milliseconds kPatience { 8000 };

    net::Request handshake(const QUrl& base, const QString& scheme)
    {
        net::Request request;
        request.method = "POST";
        request.url = base;
        request.url.setScheme(scheme);
        QString path = base.path();
        while (path.endsWith(u'/')) {
            path.chop(1);
        }
        request.url.setPath(path + coco::kbsProbePath());
        request.url.setQuery(QString());
        request.url.setFragment(QString());
        request.headers.add("Content-Type", "application/json");
        request.headers.add("Accept", "application/json");
        request.body = coco::kbsProbeBody();
        request.deadlines = { kPatience, kPatience, kPatience };
        // Nothing is changed by it: a session that is refused is not even opened.
        request.idempotent = true;
        return request;
    }

    QString otherScheme(const QString& scheme)
    {
        return scheme == "https"_L1 ? u"http"_s : u"https"_s;
    }

    // An HTTP server in front of TLS answers plain requests with 400 and a hint; that is not "http works".
    bool isPlainRequestToTlsPort(const net::Response& response)
    {
        return response.status == 400 && response.body.toLower().contains("https");
    }

    class Probe : public Job<QJsonValue> {
    public:
        Probe(net::Transport& transport, const QUrl& url, const QByteArray& given, QObject* parent)
            : Job(parent)
            , m_transport(transport)
            , m_url(url)
            , m_given(given)
            , m_answer { { u"reachable"_s, false }, { u"scheme"_s, url.scheme() } }
        {
            auto* first = m_transport.send(handshake(m_url, m_url.scheme()));
            first->then(this, [this](const Result<net::Response>& r) { gotFirst(r); });
        }

    private:
        void gotFirst(const Result<net::Response>& r)
        {
            if (r && !isPlainRequestToTlsPort(*r)) {
                answered(*r);
                certificate();
                return;
            }
            m_answer.insert(u"kbsProtocols"_s, QJsonArray());
            m_answer.insert(u"error"_s, r ? Words::tr("The port speaks TLS, but the URL says http.") : r.error().message);
            m_tlsFailed = !r && r.error().code == Errc::Tls;
            auto* second = m_transport.send(handshake(m_url, otherScheme(m_url.scheme())));
            second->then(this, [this](const Result<net::Response>& other) {
                // A certificate that is not trusted still proves that TLS is spoken there.
                const bool speaks = (other && !isPlainRequestToTlsPort(*other))
                    || (!other && other.error().code == Errc::Tls && m_url.scheme() == "http"_L1 && looksLikeCertificate(other.error()));
                m_answer.insert(u"otherSchemeWorks"_s, speaks);
                if (other && speaks) {
                    QJsonArray protocols;
                    const QString protocol = coco::kbsProtocolFromRefusal(other->body);
                    if (!protocol.isEmpty()) {
                        protocols.append(protocol);
                    }
                    m_answer.insert(u"kbsProtocols"_s, protocols);
                }
                certificate();
            });
        }

        static bool looksLikeCertificate(const Error& error)
        {
            return error.message.contains("certificate"_L1, Qt::CaseInsensitive)
                || error.detail.contains("certificate"_L1, Qt::CaseInsensitive);
        }

        void certificate()
        {
            QUrl secure = m_url;
            secure.setScheme(u"https"_s);
            if (m_url.scheme() != "https"_L1) {
                if (!m_answer.value(u"otherSchemeWorks").toBool()) {
                    resolve(QJsonValue(m_answer));
                    return;
                }
                secure.setPort(m_url.port(80));
            }
            net::readCertificate(secure, kPatience, this)->then(this, [this](const Result<QJsonValue>& r) {
                if (!r || !r->isObject()) {
                    resolve(QJsonValue(m_answer));
                    return;
                }
                m_certificate = r->toObject();
                tryGiven();
            });
        }

        // What VMs are given: would they accept the trustee with it?
        void tryGiven()
        {
            if (m_given.isEmpty() || m_url.scheme() != "https"_L1 || m_certificate.value(u"trusted").toBool()) {
                tryShown();
                return;
            }
            sendPinned(m_given, [this](const Result<net::Response>& r) {
                m_certificate.insert(u"fits"_s, r || r.error().code != Errc::Tls);
                tryShown();
            });
        }

        // Nobody known vouches for it: talk to exactly this one, so that it is known what it speaks.
        void tryShown()
        {
            m_answer.insert(u"certificate"_s, m_certificate);
            const QByteArray pem = m_certificate.value(u"authority").toObject().value(u"pem").toString().toLatin1();
            if (!m_tlsFailed || m_answer.value(u"reachable").toBool() || pem.isEmpty()) {
                resolve(QJsonValue(m_answer));
                return;
            }
            sendPinned(pem, [this](const Result<net::Response>&) { resolve(QJsonValue(m_answer)); });
        }

        void sendPinned(const QByteArray& pem, const std::function<void(const Result<net::Response>&)>& done)
        {
            net::HttpTransport::Options options;
            options.tls.systemRoots = false;
            options.tls.roots = net::certificatesFromPem(pem);
            auto* transport = new net::HttpTransport(options, this);
            transport->send(handshake(m_url, m_url.scheme()))->then(this, [this, done](const Result<net::Response>& r) {
                if (r && !m_answer.value(u"reachable").toBool()) {
                    answered(*r);
                    m_answer.insert(u"otherSchemeWorks"_s, false);
                }
                done(r);
            });
        }

        void answered(const net::Response& response)
        {
            m_answer.insert(u"reachable"_s, true);
            m_answer.insert(u"status"_s, response.status);
            m_answer.remove(u"error"_s);
            QJsonArray protocols;
            const QString protocol = coco::kbsProtocolFromRefusal(response.body);
            if (!protocol.isEmpty()) {
                protocols.append(protocol);
            } else {
                m_answer.insert(u"error"_s, Words::tr("It answers, but not as a key broker service does."));
            }
            m_answer.insert(u"kbsProtocols"_s, protocols);
        }

        net::Transport& m_transport;
        QUrl m_url;
        QByteArray m_given;
        QJsonObject m_answer;
        QJsonObject m_certificate;
        bool m_tlsFailed = false;
    };
}

Job<QJsonValue>* probeTrustee(net::Transport& transport, const QUrl& url, const QByteArray& given, QObject* parent)
{
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1)) {
        return settledJob<QJsonValue>(parent,
            QJsonValue(QJsonObject {
                { u"reachable"_s, false },
                { u"scheme"_s, url.scheme() },
                { u"kbsProtocols"_s, QJsonArray() },
                { u"error"_s, Words::tr("This is not an http or https URL.") },
            }));
    }
    return new Probe(transport, url, given, parent);
}

} // namespace cocoon::world

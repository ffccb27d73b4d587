// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/base/job.h"
#include "services/coco/initdata.h"
#include "services/net/transport.h"

namespace cocoon::sandbox {

/// One secret fetched by a guest as its components do it: the attestation agent goes through the handshake, then the data hub
/// gets the resource; each trusts the certificate that its own file of INITDATA names, and nothing else: the sandbox has no
/// public authority. Fails with the words the guest's log would have.
class KeyFetch : public Job<QByteArray> {
    Q_OBJECT
public:
    struct Guest {
        coco::Initdata initdata;
        QString protocol; ///< of the key broker, as the guest's components speak it
        QString tee; ///< "tdx", "sample"
    };
    KeyFetch(const Guest& guest, const QString& path, QObject* parent);
    static QString failure(const QString& inner); ///< as the data hub words it

private:
    void attest(const QByteArray& cookie);
    void get(const QByteArray& cookie);
    void post(const QString& path, const QByteArray& cookie, const QJsonObject& body, std::function<void(const net::Response&)> next);

    Guest m_guest;
    QString m_path;
    QString m_base;
    net::Transport* m_agent = nullptr;
    net::Transport* m_hub = nullptr;
};

} // namespace cocoon::sandbox

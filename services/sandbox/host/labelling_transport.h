// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/transport.h"

namespace cocoon::sandbox {

/// The label of everything the sandbox makes on an API server that is not its own (app.kubernetes.io/part-of: cocoon-sandbox).
extern const QString kHostLabel;
extern const QString kHostLabelValue;

/// Puts the sandbox's label on every object that is created through it, whichever actor makes it, so that CleanRun finds
/// all of them again. Passes everything else on as it is. `inner` must outlive it.
class LabellingTransport : public net::Transport {
    Q_OBJECT
public:
    explicit LabellingTransport(net::Transport& inner, QObject* parent = nullptr);
    Job<net::Response>* send(const net::Request& request) override;
    net::Stream* open(const net::Request& request) override;

private:
    net::Transport& m_inner;
};

} // namespace cocoon::sandbox

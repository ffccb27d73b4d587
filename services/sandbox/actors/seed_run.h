// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/actors/seeder.h"

namespace cocoon::sandbox {

/// Writes lists of objects, one list after the other and a few objects at a time. An object that exists already keeps its
/// spec; its status is written again. Deletes itself with its job.
class SeedRun : public QObject {
    Q_OBJECT
public:
    struct Item {
        kube::Resource resource;
        QJsonObject body;
        QString manager;
        QString ownerPod {}; ///< of the same namespace; "" = nobody owns it
    };
    SeedRun(Stage& stage, QList<QList<Item>> waves, Job<Done>* job);
    void start();

    /// Where an object of any kind the sandbox knows goes; unknown kinds by the CRDs among the built-in templates.
    static kube::Resource resourceOf(const QJsonObject& object);

private:
    void next();
    void send(const Item& item, int attempt);
    void sendOwned(const Item& item);
    void sendStatus(const Item& item);
    void finished(const Error* error);

    Stage& m_stage;
    QList<QList<Item>> m_waves;
    Job<Done>* m_job;
    qsizetype m_wave = 0;
    qsizetype m_index = 0;
    int m_running = 0;
    bool m_failed = false;
};

} // namespace cocoon::sandbox

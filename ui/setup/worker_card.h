// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/worker_view.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace cocoon::ui {

class Chip;
class ElidedLabel;

/// One worker: name, state, how far it is, what it waits for, drain preview or proof.
class WorkerCard : public QFrame {
    Q_OBJECT
public:
    explicit WorkerCard(const Theme& theme, QWidget* parent = nullptr);
    void show(const setup::WorkerView& worker, bool hasOthers);

Q_SIGNALS:
    void lastWanted(const QString& worker, bool isLast);

private:
    void showDrain(const setup::WorkerView& worker);
    ElidedLabel* m_name;
    Chip* m_chip;
    QProgressBar* m_bar;
    QLabel* m_says;
    QLabel* m_more;
    QPushButton* m_unfold; ///< "5 pods to move": shows which
    QWidget* m_pods; ///< a line for each
    QPushButton* m_skip;
    QString m_worker;
    bool m_isLast = false;
};

} // namespace cocoon::ui

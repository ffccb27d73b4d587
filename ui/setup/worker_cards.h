// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/setup/worker_view.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QGridLayout;

namespace cocoon::ui {

class WorkerCard;

/// Each worker as a card that moves through its states, with what a drain would do and the proof of its reboot.
class WorkerCards : public QWidget {
    Q_OBJECT
public:
    explicit WorkerCards(const Theme& theme, QWidget* parent = nullptr);
    void show(const QList<setup::WorkerView>& workers);

Q_SIGNALS:
    void lastWanted(const QString& worker, bool isLast);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    const Theme& m_theme;
    QGridLayout* m_grid;
    QList<WorkerCard*> m_cards;
    int m_columns = 0;
};

} // namespace cocoon::ui

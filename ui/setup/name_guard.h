// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/change.h"
#include "ui/widgets/card.h"

#include <functional>

class QLineEdit;
class QPushButton;

namespace cocoon::ui {

/// On a protected connection, what disturbs running things goes on only when the connection's name is typed. Shown in the
/// page, above what it is about; hidden until something asks.
class NameGuard : public Card {
    Q_OBJECT
public:
    explicit NameGuard(QWidget* parent = nullptr);
    void setName(const QString& name); ///< "" = not protected
    bool isNeeded(const QList<plan::Change>& changes) const;
    /// Runs `go` at once when nothing has to be asked, else when the name has been typed.
    void ask(const QList<plan::Change>& changes, bool disturbsLater, std::function<void()> go);
    void leave(); ///< what was asked for is not wanted any more
    bool isAsking() const { return bool(m_next); }

Q_SIGNALS:
    void askingChanged();

private:
    void give();
    QString m_name;
    QLabel* m_says;
    QLineEdit* m_typed;
    QPushButton* m_go;
    std::function<void()> m_next;
};

} // namespace cocoon::ui

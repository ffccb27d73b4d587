// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace cocoon::ui {

/// The bar below every page: back, one sentence about what happens next or why it cannot, and the button that does it.
class GoBar : public QWidget {
    Q_OBJECT
public:
    struct Offer {
        QString says; ///< beside the buttons; always says why a disabled button is disabled
        QString changes; ///< what the primary button changes, as a link to the list of it
        QString primary; ///< "" = no button
        bool isEnabled = true;
        QString second; ///< a further way: "Refresh", "Stop at a clean point"
        bool hasBack = true;
        bool hasNext = true; ///< a plain "Next" beside the primary one
    };
    explicit GoBar(QWidget* parent = nullptr);
    void offer(const Offer& offer);

Q_SIGNALS:
    void back();
    void next();
    void primary();
    void second();
    void changesWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    void say(const Offer& offer);
    QPushButton* m_back;
    QLabel* m_says;
    QPushButton* m_second;
    QPushButton* m_next;
    QPushButton* m_primary;
};

} // namespace cocoon::ui

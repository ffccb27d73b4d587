// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/leaving.h"

#include "models/setup/left_behind.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    QString tr(const char* text)
    {
        return QCoreApplication::translate("cocoon::ui", text);
    }
}

bool mayLeave(QWidget& window, const setup::Desk* desk, const QString& leave)
{
    if (desk == nullptr || !desk->isRunning()) {
        return true;
    }
    QMessageBox ask(&window);
    ask.setIcon(QMessageBox::Question);
    ask.setWindowTitle(tr("A run is under way"));
    ask.setText(tr("A run is under way. What was sent goes on in the cluster and the cloud; nothing new is sent when Cocoon leaves."));
    ask.setInformativeText((setup::leftBehind(*desk) + QStringList { tr("Open it again at any time: Cocoon goes on from what is really there.") }).join(u'\n'));
    QPushButton* stay = ask.addButton(tr("Stay"), QMessageBox::RejectRole);
    ask.addButton(leave, QMessageBox::AcceptRole);
    ask.setDefaultButton(stay);
    ask.exec();
    return ask.clickedButton() != stay;
}

} // namespace cocoon::ui

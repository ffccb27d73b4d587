// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QMainWindow>
#include <QPushButton>

/// The least that a program with a window of Qt Widgets can be; test/gui/access/start.py holds Cocoon's start against it.
int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.setWindowTitle(QStringLiteral("Empty"));
    window.setCentralWidget(new QPushButton(QStringLiteral("Nothing")));
    window.show();
    return QApplication::exec();
}
